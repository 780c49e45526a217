import type { Decoded } from '../wire/message.ts';
import { many, message, one, scalar } from '../wire/message.ts';
import { AnyValue, attributes, InstrumentationScope, Resource } from './values.ts';

/** opentelemetry/proto/logs/v1/logs.proto */
export const WireLogRecord = message({
  timeUnixNano: scalar(1, 'time'),
  severityNumber: scalar(2, 'int32'),
  severityText: scalar(3, 'text'),
  body: one(5, () => AnyValue),
  attributes: attributes(6),
  droppedAttributesCount: scalar(7, 'uint32'),
  flags: scalar(8, 'fixed32'),
  traceId: scalar(9, 'id'),
  spanId: scalar(10, 'id'),
  observedTimeUnixNano: scalar(11, 'time'),
  eventName: scalar(12, 'text'),
});
export type WireLogRecord = Decoded<typeof WireLogRecord>;

const ScopeLogs = message({
  scope: one(1, () => InstrumentationScope),
  logRecords: many(2, () => WireLogRecord),
  schemaUrl: scalar(3, 'text'),
});

const ResourceLogs = message({
  resource: one(1, () => Resource),
  scopeLogs: many(2, () => ScopeLogs),
  schemaUrl: scalar(3, 'text'),
});

export const LogsRequest = message({ resourceLogs: many(1, () => ResourceLogs) });
export type LogsRequest = Decoded<typeof LogsRequest>;
