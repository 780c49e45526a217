import type { Limits, Timeouts } from './contract.ts';

export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 2_000,
  headersMs: 10_000,
  bodyIdleMs: 30_000,
  responseMs: 60_000,
  responseIdleMs: 300_000,
  keepAliveMs: 75_000,
  readyWaitMs: 5_000,
};

export const DEFAULT_LIMITS: Limits = { headBytes: 16_384, headerFields: 100, bodyBytes: 0, connections: 10_000 };

export const DEFAULT_RETRIES = 2;
