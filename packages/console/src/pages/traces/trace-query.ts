import type { CallInput } from '@seaworthy/api/caller';
import type { TimeRange } from '../../data/range.ts';
import { alignedSpan, spanOf } from '../../data/range.ts';
import type { Search } from '../../navigation/address.ts';

export const defaultLastMs = 15 * 60_000;

export type TraceQuery = CallInput<'traces'>['query'];

const sizes = { us: 0.001, ms: 1, s: 1000, m: 60_000 } as const;

/** `100ms`, `1.5s`, `2m`, or plain milliseconds; undefined when it is none. */
export function parseMs(text: string): number | undefined {
  const [, count, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m)?$/.exec(text.trim().toLowerCase()) ?? [];
  return count === undefined ? undefined : Number(count) * sizes[unit as keyof typeof sizes];
}

/** What is wrong with the filters, by the words of the address. */
export function faultsOf({ least = '', attribute = '' }: Search): { least?: string; attribute?: string } {
  return {
    ...(least !== '' && parseMs(least) === undefined && { least: 'Write how long: 100ms, 1.5s, 2m.' }),
    ...(attribute !== '' && !/^[^=]+=/.test(attribute) && { attribute: 'Write name=value.' }),
  };
}

/** What the API is asked; what cannot be read is left out, and said at its field. */
export function traceQueryOf(search: Search): TraceQuery {
  const { service, name, least = '', errors, attribute } = search;
  const minDurationMs = parseMs(least);
  const isAttribute = attribute !== undefined && faultsOf({ attribute }).attribute === undefined;
  return {
    ...(service && { service }),
    ...(name && { name }),
    ...(minDurationMs !== undefined && minDurationMs > 0 && { minDurationMs }),
    ...(errors === 'yes' && { errors: 'true' as const }),
    ...(isAttribute && attribute !== '' && { attribute }),
  };
}

/**
 * The range as the API takes it. One that moves on has no end, and its beginning moves in steps: what is asked stays the
 * same meanwhile, and is asked again when the stream tells of new traces.
 */
export function timesOf(range: TimeRange, nowMs: number): { from: string; to?: string } {
  const text = (ms: number) => new Date(ms).toISOString();
  if ('startMs' in range) return { from: text(range.startMs), to: text(range.endMs) };
  const step = Math.max(5, range.lastMs / 1000 / 60);
  return { from: text(alignedSpan(spanOf(range, nowMs), step).start * 1000) };
}
