import type { SearchPatch } from './address.ts';

/** Which traces are meant; what is asked of a span is asked of one span. */
export interface TracePlace {
  readonly service?: string | undefined;
  readonly name?: string | undefined;
  /** `100ms`, `2s`. */
  readonly least?: string | undefined;
  readonly isErrorsOnly?: boolean;
  readonly time?: { readonly last: string } | { readonly startMs: number; readonly endMs: number } | undefined;
}

/** A way to the list of traces. */
export function tracesAddress({ isErrorsOnly = false, time, ...place }: TracePlace): {
  to: string;
  search: SearchPatch;
} {
  const range =
    time === undefined || 'last' in time
      ? { last: time?.last }
      : { from: String(Math.floor(time.startMs)), to: String(Math.ceil(time.endMs)) };
  return { to: '/traces', search: { ...place, errors: isErrorsOnly ? 'yes' : undefined, ...range } };
}

/** A way to one trace, and to a span of it. */
export function traceAddress(traceId: string, spanId?: string): { to: string; search: SearchPatch } {
  return { to: `/traces/${traceId.toLowerCase()}`, search: { span: spanId } };
}
