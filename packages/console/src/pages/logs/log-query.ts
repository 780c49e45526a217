import type { CallInput } from '@seaworthy/api/caller';
import type { TimeRange } from '../../data/range.ts';
import { rangeOf } from '../../data/range.ts';
import type { Search } from '../../navigation/address.ts';

export const defaultLastMs = 15 * 60_000;

/** What is looked for, as the API takes it. */
export type LogFilter = CallInput<'followLogs'>['query'];

/** What the page shows, as it stands in the address. */
export interface LogQuery {
  readonly filter: LogFilter;
  readonly time: LogTime;
  readonly isWrapped: boolean;
}

export type LogTime = TimeRange | { readonly aroundMs: number };

export function logQueryOf(search: Search): LogQuery {
  const { around, wrap } = search;
  const aroundMs = Number(around);
  return {
    filter: filterOf(search),
    time: around !== undefined && aroundMs > 0 ? { aroundMs } : rangeOf(search, defaultLastMs),
    isWrapped: wrap === 'yes',
  };
}

function filterOf({ text, regex, level, instance, service, trace, q }: Search): LogFilter {
  const given = { [regex === 'yes' ? 'regex' : 'grep']: text, level, instance, service, trace, q };
  return Object.fromEntries(Object.entries(given).filter(([, word]) => word !== undefined && word !== ''));
}

/** Takes away all that narrows the lines, but not the time. */
export const noFilter = {
  ...{ text: undefined, regex: undefined, level: undefined, instance: undefined },
  ...{ service: undefined, trace: undefined, q: undefined },
} as const;

/** Lines come by themselves as long as the time has no end. */
export function isLive(time: LogTime): time is { readonly lastMs: number } {
  return 'lastMs' in time;
}
