import type { Probe, Target } from '../alert.ts';
import type { ConfigChange, ConfigDrift } from '../config.ts';
import type { HealthReport, SeenInstance } from '../service.ts';
import type { HealthStatus, Slot } from '../vocabulary.ts';
import { sampleInstance, sampleReport } from './testing.ts';

const sampleTime = '2026-03-01T10:00:00.000Z';

export function sampleSeen(slot: Slot, over: Partial<SeenInstance> = {}): SeenInstance {
  return {
    ...sampleInstance(slot),
    ...{ report: sampleReport(), answered: true, askedAt: sampleTime, since: sampleTime },
    checksSince: { memory: sampleTime },
    ...over,
  };
}

/** A report of checks by name: `{disk: ['degraded', '91 % used']}`. */
export function sampleChecks(checks: Readonly<Record<string, readonly [HealthStatus, string]>>): HealthReport {
  const statuses = Object.entries(checks).map(([name, [status]]) => [name, status] as const);
  const count = (status: HealthStatus) => statuses.filter(([, each]) => each === status).length;
  const [healthy, degraded, unhealthy, unknown] = (['healthy', 'degraded', 'unhealthy', 'unknown'] as const).map(count);
  const summary = { total: statuses.length, healthy, degraded, unhealthy, unknown } as HealthReport['summary'];
  const worst = unhealthy ? 'unhealthy' : degraded ? 'degraded' : unknown ? 'unknown' : 'healthy';
  return {
    ...{ status: worst, timestamp: sampleTime, services: Object.fromEntries(statuses), summary },
    checks: Object.fromEntries(
      Object.entries(checks).map(([name, [status, message]]) => [
        name,
        { status, message, durationMs: 3 + name.length, details: {} },
      ]),
    ),
  };
}

export function sampleDrift(over: Partial<ConfigDrift> = {}): ConfigDrift {
  return { readAt: sampleTime, changes: [], contents: [], problems: [], ...over };
}

export function sampleConfigChange(over: Partial<ConfigChange> = {}): ConfigChange {
  return {
    ...{ path: 'traffic.listen.port', change: 'changed', running: 8080, file: 9090 },
    ...{ source: 'seaworthy.yaml:12', isHidden: false, effect: 'restart' },
    ...over,
  };
}

export function sampleTarget(over: Partial<Target> = {}): Target {
  return {
    ...{ job: 'doorbell', instance: 'doorbell-green-1', address: 'http://127.0.0.1:40002/metrics', labels: {} },
    ...{ health: 'up', lastError: '', lastScrape: sampleTime, durationMs: 4.2, intervalMs: 15_000 },
    ...over,
  };
}

export function sampleProbe(over: Partial<Probe> = {}): Probe {
  return {
    ...{ name: 'home', kind: 'http', subject: 'https://shop.example/', labels: {}, health: 'up', reason: 'HTTP 200' },
    ...{ lastLook: sampleTime, intervalMs: 60_000 },
    ...over,
  };
}
