import type { Measure, Verdict } from '@seaworthy/api';

export interface AnalysisRules {
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate: number;
  /** How many times slower than the baseline the candidate may be, by mean time to first byte. */
  readonly latencyRatio: number;
  /** Fewer requests than this, on a side that is asked, prove nothing. */
  readonly minRequests: number;
}

export type VerdictCode = 'error_rate' | 'latency' | 'inconclusive' | null;

/** `code` is the reason code of a deployment that ends because of the verdict; null when it passes. */
export interface Judgement extends Verdict {
  readonly code: VerdictCode;
}

/**
 * A difference below this is noise of the machine, whatever the ratio: 0.4 ms beside 0.1 ms is four times slower, and
 * nobody can notice it.
 */
export const noticeableMs = 5;

/**
 * Error rate first: it needs no baseline. Latency only beside one. A candidate passes when both were compared and
 * neither is bad; what could not be compared makes the verdict inconclusive, never a pass.
 */
export function judge(rules: AnalysisRules, baseline: Measure | null, candidate: Measure | null): Judgement {
  const verdict = (kind: Verdict['verdict'], code: VerdictCode, reason: string): Judgement => ({
    verdict: kind,
    code,
    reason,
    baseline,
    candidate,
  });
  if (candidate === null) return verdict('inconclusive', 'inconclusive', 'the new version could not be measured');
  const few = tooFew('the new version', candidate, rules);
  if (few !== undefined) return verdict('inconclusive', 'inconclusive', few);

  const errors = judgeErrors(rules, baseline, candidate);
  if (errors.kind !== 'pass')
    return verdict(errors.kind, errors.kind === 'fail' ? 'error_rate' : 'inconclusive', errors.reason);

  const latency = judgeLatency(rules, baseline, candidate);
  const code = latency.kind === 'pass' ? null : latency.kind === 'fail' ? 'latency' : 'inconclusive';
  return verdict(latency.kind, code, `${errors.reason}; ${latency.reason}`);
}

interface Finding {
  readonly kind: Verdict['verdict'];
  readonly reason: string;
}

/** A candidate that fails no more than what it replaces is not to blame: going back would help nobody. */
function judgeErrors(rules: AnalysisRules, baseline: Measure | null, candidate: Measure): Finding {
  const rate = candidate.errorRate ?? 0;
  const said = `error rate ${percent(rate)} (${candidate.errors} of ${candidate.requests} requests), limit ${percent(rules.errorRate)}`;
  if (rate <= rules.errorRate) return { kind: 'pass', reason: said };
  const before = baseline?.errorRate ?? null;
  if (before === null || baseline === null || tooFew('', baseline, rules) !== undefined || rate > before) {
    return { kind: 'fail', reason: said };
  }
  return { kind: 'inconclusive', reason: `${said}, but the old version failed as often (${percent(before)})` };
}

function judgeLatency(rules: AnalysisRules, baseline: Measure | null, candidate: Measure): Finding {
  if (baseline === null) return { kind: 'inconclusive', reason: 'no baseline: latency was not compared' };
  const few = tooFew('the old version', baseline, rules);
  if (few !== undefined) return { kind: 'inconclusive', reason: `${few}: latency was not compared` };
  const [before, after] = [baseline.meanLatencyMs, candidate.meanLatencyMs];
  if (before === null || after === null) return { kind: 'inconclusive', reason: 'no latency was measured' };
  const said = `mean latency ${ms(after)} beside ${ms(before)}`;
  const isSlower = after > before * rules.latencyRatio && after - before >= noticeableMs;
  if (!isSlower) return { kind: 'pass', reason: `${said}, limit ${rules.latencyRatio} times` };
  const slowest = baseline.slowestLatencyMs ?? null;
  if (slowest !== null && after <= slowest) {
    return { kind: 'inconclusive', reason: `${said}, but the old version was as slow at times (${ms(slowest)})` };
  }
  const times = before === 0 ? '' : `, ${(after / before).toFixed(1)} times slower`;
  return { kind: 'fail', reason: `${said}${times}, limit ${rules.latencyRatio} times` };
}

function tooFew(who: string, measure: Measure, rules: AnalysisRules): string | undefined {
  if (measure.requests > 0 && measure.requests >= rules.minRequests) return undefined;
  return `${who} had ${measure.requests} requests in ${Math.round(measure.seconds)} s, ${rules.minRequests} are needed`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
