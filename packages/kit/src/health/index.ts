export type { Check, CheckOptions } from './check-runner.ts';
export type { Health, HealthOptions, Liveness, Readiness } from './health.ts';
export { createHealth } from './health.ts';
export type { CheckReport, HealthReport } from './report.ts';
export type { CheckOutcome, HealthStatus } from './status.ts';
export { isServing, worstStatus } from './status.ts';
