import type { Signal } from '../signal.ts';
import type { Decoded } from '../wire/message.ts';
import { message, one, scalar } from '../wire/message.ts';

/** opentelemetry/proto/collector/*: what a receiver answers; an empty message is full success. */
const TracesPartialSuccess = message({ rejectedSpans: scalar(1, 'int64'), errorMessage: scalar(2, 'text') });
const MetricsPartialSuccess = message({ rejectedDataPoints: scalar(1, 'int64'), errorMessage: scalar(2, 'text') });
const LogsPartialSuccess = message({ rejectedLogRecords: scalar(1, 'int64'), errorMessage: scalar(2, 'text') });

export const TracesResponse = message({ partialSuccess: one(1, () => TracesPartialSuccess) });
export const MetricsResponse = message({ partialSuccess: one(1, () => MetricsPartialSuccess) });
export const LogsResponse = message({ partialSuccess: one(1, () => LogsPartialSuccess) });

/** google.rpc.Status, without its details. */
export const Status = message({ code: scalar(1, 'int32'), message: scalar(2, 'text') });
export type Status = Decoded<typeof Status>;

/** Codes of google.rpc.Code. */
export const statusCodes = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export const responses = { traces: TracesResponse, metrics: MetricsResponse, logs: LogsResponse } as const;

/** What each signal calls the number of items that were not taken. */
export const rejectedCounts = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
} as const satisfies Record<Signal, string>;
