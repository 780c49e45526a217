import type { WindowFunction } from './window.ts';
import { plain } from './window.ts';

/** Per-second increase between the last two samples of a counter; after a reset the last value counts alone. */
export const irate: WindowFunction = plain(2, ({ timestamps, values, to }) => {
  const last = values[to - 1] as number;
  const previous = values[to - 2] as number;
  const seconds = ((timestamps[to - 1] as number) - (timestamps[to - 2] as number)) / 1000;
  return (last < previous ? last : last - previous) / seconds;
});

/** Difference between the last two samples of a gauge. */
export const idelta: WindowFunction = plain(
  2,
  ({ values, to }) => (values[to - 1] as number) - (values[to - 2] as number),
);
