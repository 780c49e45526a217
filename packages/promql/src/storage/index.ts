export type { AppendOutcome, Appender, Querier, Selection, StoredSeries } from './port.ts';
