import type { ProbeConfig } from '../../config/metrics-config.ts';
import type { Clock } from '../../platform/clock.ts';
import { dnsProbe } from './dns.ts';
import type { Heartbeats } from './heartbeats.ts';
import { httpProbe } from './http.ts';
import type { Look } from './outcome.ts';
import { pingProbe } from './ping.ts';
import { postgresqlProbe } from './postgresql.ts';
import { redisProbe } from './redis.ts';
import { tcpProbe } from './tcp.ts';

export function createLook(probe: ProbeConfig, clock: Clock, heartbeats: Heartbeats): Look {
  switch (probe.kind) {
    case 'http':
      return httpProbe(probe, () => clock.now());
    case 'tcp':
      return tcpProbe(probe);
    case 'dns':
      return dnsProbe(probe);
    case 'ping':
      return pingProbe(probe.host, probe.timeoutMs);
    case 'postgresql':
      return postgresqlProbe(probe);
    case 'redis':
      return redisProbe(probe);
    case 'push':
      return heartbeats.look(probe.name, probe.intervalMs + probe.timeoutMs);
  }
}

/** What is looked at, as people write it: the label `instance`. */
export function subjectOf(probe: ProbeConfig): string {
  switch (probe.kind) {
    case 'http':
      return probe.url;
    case 'dns':
      return probe.query;
    case 'push':
      return probe.name;
    case 'ping':
      return probe.host;
    default:
      return `${probe.host}:${probe.port}`;
  }
}

/** The host on whose network the look depends; undefined where it is not known, or there is none. */
export function hostOf(probe: ProbeConfig): string | undefined {
  if (probe.kind === 'http') return new URL(probe.url).hostname;
  return 'host' in probe ? probe.host : undefined;
}
