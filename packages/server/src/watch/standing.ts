import type { RuleGroup } from './rules/evaluate/group.ts';
import type { TargetState } from './samples/target.ts';

/** Whether a part does its work; right after the start nobody knows. */
export type Standing = 'running' | 'stopped' | 'unknown';

/** Our own page is asked whatever happens to others: when it was not, nothing is. */
const OWN_JOB = 'seaworthy';
const MISSED_SCRAPES = 3;
const MISSED_EVALUATIONS = 5;

export interface Looked {
  readonly nowMs: number;
  /** When the watch began. */
  readonly sinceMs: number;
}

export interface WatchParts {
  readonly targets: readonly TargetState[];
  readonly groups: readonly RuleGroup[];
  readonly isDelivering: boolean;
}

/** What must go on for an alert to reach anybody. Without rules there is nothing to evaluate. */
export function watchStandings({ targets, groups, isDelivering }: WatchParts, looked: Looked) {
  return {
    scraper: scraperStanding(targets, looked),
    ...(groups.length === 0 ? {} : { rules: rulesStanding(groups, looked) }),
    delivery: isDelivering ? 'running' : 'stopped',
  } satisfies Readonly<Record<string, Standing>>;
}

/** By when our own page was scraped last. */
export function scraperStanding(targets: readonly TargetState[], looked: Looked): Standing {
  const own = targets.find(({ target }) => target.job === OWN_JOB && target.source.kind === 'inside');
  if (own === undefined) return 'unknown';
  return standing(own.lastScrapeMs, MISSED_SCRAPES * own.target.limits.intervalMs, looked);
}

/** By when groups of rules were evaluated last: one that stands still is enough. A group that is new has its time. */
export function rulesStanding(groups: readonly RuleGroup[], looked: Looked): Standing {
  const evaluated = groups.filter(({ lastEvaluationAt }) => lastEvaluationAt !== undefined);
  const shortestMs = Math.min(...groups.map(({ intervalMs }) => intervalMs));
  if (evaluated.length === 0) return standing(undefined, MISSED_EVALUATIONS * shortestMs, looked);
  const all = evaluated.map(({ lastEvaluationAt, intervalMs }) =>
    standing(lastEvaluationAt, MISSED_EVALUATIONS * intervalMs, looked),
  );
  return all.includes('stopped') ? 'stopped' : 'running';
}

function standing(lastMs: number | undefined, withinMs: number, { nowMs, sinceMs }: Looked): Standing {
  if (nowMs - (lastMs ?? sinceMs) > withinMs) return 'stopped';
  return lastMs === undefined ? 'unknown' : 'running';
}
