import type { Probe, Target } from '@seaworthy/api';
import { subjectOf } from '../watch/probes/create-look.ts';
import type { ProbeState } from '../watch/probes/prober.ts';
import type { TargetState } from '../watch/samples/target.ts';
import { timeOrNull } from './wire.ts';

export function toApiTarget({ target, health, lastError, lastScrapeMs, lastDurationMs }: TargetState): Target {
  const labels = target.labels.toRecord();
  const { source } = target;
  return {
    job: target.job,
    instance: labels['instance'] ?? '',
    address: source.kind === 'url' ? source.url : source.name,
    ...{ labels, health, lastError },
    lastScrape: timeOrNull(lastScrapeMs),
    durationMs: lastDurationMs ?? null,
    intervalMs: target.limits.intervalMs,
  };
}

export function toApiProbe({ probe, standing, reason, lastLookMs }: ProbeState): Probe {
  return {
    ...{ name: probe.name, kind: probe.kind, subject: subjectOf(probe), labels: probe.labels },
    ...{ health: standing.health, reason },
    lastLook: timeOrNull(lastLookMs),
    intervalMs: probe.intervalMs,
  };
}
