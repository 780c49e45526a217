import { sumOf } from '../../values/kahan.ts';
import { meanOf, varianceOf } from '../../values/mean.ts';
import { quantileOf } from '../../values/quantile.ts';
import type { Window, WindowFunction } from './window.ts';
import { plain } from './window.ts';

export const sumOverTime: WindowFunction = plain(1, ({ values, from, to }) => sumOf(values, from, to));
export const avgOverTime: WindowFunction = plain(1, ({ values, from, to }) => meanOf(values, from, to));
export const countOverTime: WindowFunction = plain(1, ({ from, to }) => to - from);
export const presentOverTime: WindowFunction = plain(1, () => 1);
export const stdvarOverTime: WindowFunction = plain(1, ({ values, from, to }) => varianceOf(values, from, to));
export const stddevOverTime: WindowFunction = plain(1, ({ values, from, to }) =>
  Math.sqrt(varianceOf(values, from, to)),
);
export const lastOverTime: WindowFunction = {
  ...plain(1, ({ values, to }) => values[to - 1] as number),
  keepsName: true,
};
export const firstOverTime: WindowFunction = {
  ...plain(1, ({ values, from }) => values[from] as number),
  keepsName: true,
};

/** The largest value; NaN only if all are. */
export const maxOverTime: WindowFunction = plain(1, (window) => extreme(window, 1));
export const minOverTime: WindowFunction = plain(1, (window) => extreme(window, -1));

export const quantileOverTime: WindowFunction = {
  minSamples: 1,
  over:
    (_, [phi]) =>
    ({ values, from, to, step }) =>
      quantileOf(phi?.[step] as number, values, from, to),
};

/** How often the value differs from the one before; two NaN do not differ. */
export const changes: WindowFunction = plain(1, ({ values, from, to }) => {
  let count = 0;
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    const previous = values[i - 1] as number;
    if (value !== previous && !(Number.isNaN(value) && Number.isNaN(previous))) count++;
  }
  return count;
});

/** How often a counter went down. */
export const resets: WindowFunction = plain(1, ({ values, from, to }) => {
  let count = 0;
  for (let i = from + 1; i < to; i++) if ((values[i] as number) < (values[i - 1] as number)) count++;
  return count;
});

/** The value that is largest when multiplied by `sign`. */
function extreme({ values, from, to }: Window, sign: 1 | -1): number {
  let best = values[from] as number;
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    if (value * sign > best * sign || Number.isNaN(best)) best = value;
  }
  return best;
}
