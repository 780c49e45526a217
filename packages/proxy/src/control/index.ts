export { LATENCY_BOUNDS_MS } from '../counting/side.ts';
export { connectProxy } from './client.ts';
export type {
  Balance,
  Counters,
  DrainResult,
  LastProbe,
  LatencyCounts,
  Limits,
  PauseOptions,
  ProbeOptions,
  ProxyConfiguration,
  ProxyControl,
  ProxyState,
  ProxyTarget,
  Readiness,
  SideCounters,
  Slot,
  SlotState,
  Split,
  StatusClass,
  TargetHealth,
  TargetState,
  Timeouts,
} from './contract.ts';
export { SLOTS } from './contract.ts';
export { DEFAULT_LIMITS, DEFAULT_RETRIES, DEFAULT_TIMEOUTS } from './defaults.ts';
export type { ProxyErrorCode } from './errors.ts';
export { PROXY_ERRORS, ProxyError } from './errors.ts';
export { watchProxy } from './watch.ts';
