import type { SloAlerting, SloConfig, SloIndicator } from './slo-config.ts';
import type { SlosSection } from './slos-section.ts';

/** Fewer say little about any objective; probes look every half minute or so. */
const DEFAULT_REQUESTS = 100;
const DEFAULT_LOOKS = 10;

type Raw = SlosSection[number];

export function normalizeSlos(raw: SlosSection): readonly SloConfig[] {
  return raw.map((slo) => ({
    name: slo.name,
    description: slo.description,
    // 99.9% reads as 0.9990000000000001.
    objective: Number(slo.objective.toPrecision(12)),
    windowMs: slo.window,
    indicator: indicatorOf(slo),
    minRequests: slo.minRequests ?? (slo.probe === undefined ? DEFAULT_REQUESTS : DEFAULT_LOOKS),
    labels: slo.labels,
    annotations: slo.annotations,
    page: alertingOf(slo, 'page'),
    ticket: alertingOf(slo, 'ticket'),
  }));
}

function indicatorOf({ latency, errors, good, total, probe }: Raw): SloIndicator {
  if (latency !== undefined) return { kind: 'latency', thresholdMs: latency.threshold };
  if (probe !== undefined) return { kind: 'probe', probe };
  if (errors !== undefined) return { kind: 'query', counted: 'errors', query: errors, total: total ?? '' };
  if (good !== undefined) return { kind: 'query', counted: 'good', query: good, total: total ?? '' };
  return { kind: 'availability' };
}

function alertingOf({ alerting }: Raw, which: 'page' | 'ticket'): SloAlerting | undefined {
  const { severity, labels, annotations, disabled } = alerting[which];
  return alerting.disabled || disabled ? undefined : { severity, labels, annotations };
}
