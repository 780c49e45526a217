import { Labels, METRIC_NAME } from '@seaworthy/promql';
import type { ProbeConfig } from '../../config/metrics-config.ts';
import { subjectOf } from './create-look.ts';
import type { ProbeHealth } from './rise-fall.ts';

/** What one look is recorded as. */
export interface Looked {
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly health: ProbeHealth;
  readonly durationSeconds: number;
  readonly measures: Readonly<Record<string, number>>;
}

/** The labels of a probe's samples. */
export function probeLabels(probe: ProbeConfig): ReadonlyMap<string, string> {
  const own = { job: 'probe', probe: probe.name, kind: probe.kind, instance: subjectOf(probe) };
  return new Map(Object.entries({ ...own, ...probe.labels }));
}

/**
 * `probe_success` is the look itself, `probe_up` what rise and fall made of it. A look that proved nothing has neither:
 * no rule can take it for a failure.
 */
export function probeSamples(labels: ReadonlyMap<string, string>, looked: Looked): [Labels, number][] {
  const { verdict, health, durationSeconds, measures } = looked;
  const values: Record<string, number> = { probe_unknown: health === 'unknown' ? 1 : 0 };
  if (verdict !== 'unknown') {
    Object.assign(
      values,
      { probe_success: verdict === 'pass' ? 1 : 0, probe_duration_seconds: durationSeconds },
      measures,
    );
  }
  if (health !== 'unknown') values['probe_up'] = health === 'up' ? 1 : 0;
  return Object.entries(values).map(([name, value]) => [Labels.from([...labels, [METRIC_NAME, name]]), value]);
}
