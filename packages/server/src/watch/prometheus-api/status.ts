import type { Success } from './answer.ts';
import { goTime } from './go-numbers.ts';

/** The Prometheus whose query language and API are spoken here; tools ask for it before they use what is new in it. */
const SPOKEN_VERSION = '3.5.0';

export function getBuildInfo(version: string): Success {
  const none = { revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
  return said({ version: `${SPOKEN_VERSION}+seaworthy.${version}`, ...none });
}

export function getRuntimeInfo(startedAtMs: number): Success {
  return said({
    startTime: goTime(startedAtMs),
    reloadConfigSuccess: true,
    lastConfigTime: goTime(startedAtMs),
    corruptionCount: 0,
  });
}

/** Those of Prometheus' flags that mean something here. */
export function getFlags(flags: { lookbackMs: number; timeoutMs: number; places: number }): Success {
  return said({
    'query.lookback-delta': `${flags.lookbackMs / 1000}s`,
    'query.max-concurrency': String(flags.places),
    'query.timeout': `${flags.timeoutMs / 1000}s`,
  });
}

export function said(value: unknown): Success {
  return { data: [JSON.stringify(value)] };
}
