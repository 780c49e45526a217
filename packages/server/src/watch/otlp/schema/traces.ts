import type { Decoded } from '../wire/message.ts';
import { many, message, one, scalar } from '../wire/message.ts';
import { attributes, InstrumentationScope, Resource } from './values.ts';

/** opentelemetry/proto/trace/v1/trace.proto */
const Event = message({
  timeUnixNano: scalar(1, 'time'),
  name: scalar(2, 'text'),
  attributes: attributes(3),
  droppedAttributesCount: scalar(4, 'uint32'),
});

const Link = message({
  traceId: scalar(1, 'id'),
  spanId: scalar(2, 'id'),
  traceState: scalar(3, 'text'),
  attributes: attributes(4),
  droppedAttributesCount: scalar(5, 'uint32'),
  flags: scalar(6, 'fixed32'),
});

const Status = message({ message: scalar(2, 'text'), code: scalar(3, 'int32') });

export const WireSpan = message({
  traceId: scalar(1, 'id'),
  spanId: scalar(2, 'id'),
  traceState: scalar(3, 'text'),
  parentSpanId: scalar(4, 'id'),
  name: scalar(5, 'text'),
  kind: scalar(6, 'int32'),
  startTimeUnixNano: scalar(7, 'time'),
  endTimeUnixNano: scalar(8, 'time'),
  attributes: attributes(9),
  droppedAttributesCount: scalar(10, 'uint32'),
  events: many(11, () => Event),
  droppedEventsCount: scalar(12, 'uint32'),
  links: many(13, () => Link),
  droppedLinksCount: scalar(14, 'uint32'),
  status: one(15, () => Status),
  flags: scalar(16, 'fixed32'),
});
export type WireSpan = Decoded<typeof WireSpan>;

const ScopeSpans = message({
  scope: one(1, () => InstrumentationScope),
  spans: many(2, () => WireSpan),
  schemaUrl: scalar(3, 'text'),
});

const ResourceSpans = message({
  resource: one(1, () => Resource),
  scopeSpans: many(2, () => ScopeSpans),
  schemaUrl: scalar(3, 'text'),
});

export const TracesRequest = message({ resourceSpans: many(1, () => ResourceSpans) });
export type TracesRequest = Decoded<typeof TracesRequest>;
