export { Labels } from '../labels/labels.ts';
export { Matcher } from '../labels/matcher.ts';
export type { MaintenanceReport } from './maintenance.ts';
export type { StoreOptions, StoreStats } from './options.ts';
export type { Appender, AppendOutcome, Querier, Selection, StoredSeries } from './port.ts';
export type { StorageProblem } from './problem.ts';
export type { SampleStore } from './store.ts';
export { openStore } from './store.ts';
export { DEFAULT_TIERS, type Tiers } from './tiers/plan.ts';
