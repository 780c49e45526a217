import { formatTraceparent, parseTraceparent } from '../context/traceparent.ts';
import { currentBaggage, currentSpan } from './active-span.ts';
import { isSampled } from './sampling.ts';
import type { SpanContext } from './span.ts';
import { parseTraceState } from './trace-state.ts';

/** Headers as `node:http` has them; names in lower case. */
export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a request brought: the span that it comes from, and its baggage. */
export interface Extracted {
  readonly parent: SpanContext | undefined;
  readonly baggage: string | undefined;
}

const longestBaggage = 8192;

/** Reads `traceparent`, `tracestate` and `baggage` (W3C). A malformed one counts as none. */
export function extract(headers: IncomingHeaders): Extracted {
  const trace = parseTraceparent(only(headers['traceparent']));
  const baggage = joined(headers['baggage']);
  return {
    parent: trace && remoteContext(trace, joined(headers['tracestate'])),
    baggage: baggage !== undefined && baggage.length <= longestBaggage ? baggage : undefined,
  };
}

function remoteContext(
  { traceId, spanId, sampled }: { traceId: string; spanId: string; sampled: boolean },
  state: string | undefined,
): SpanContext {
  const traceState = parseTraceState(state);
  return { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote: true, ...(traceState && { traceState }) };
}

/**
 * The headers of a call to another service, so that its spans continue the running one.
 *
 *     await request(url, { headers: inject({ accept: 'application/json' }) });
 */
export function inject(
  headers: Readonly<Record<string, string>> = {},
  context: SpanContext | undefined = currentSpan()?.spanContext(),
): Record<string, string> {
  const baggage = currentBaggage();
  if (context === undefined) return { ...headers, ...(baggage !== undefined && { baggage }) };
  const { traceId, spanId, traceState } = context;
  const state = traceState?.serialize();
  return {
    ...headers,
    traceparent: formatTraceparent({ traceId, spanId, sampled: isSampled(context) }),
    ...(state && { tracestate: state }),
    ...(baggage !== undefined && { baggage }),
  };
}

/** Two `traceparent` headers are none; `node:http` joins them by a comma, which is malformed. */
function only(header: IncomingHeaders[string]): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function joined(header: IncomingHeaders[string]): string | undefined {
  return typeof header === 'object' ? header.join(',') : header;
}
