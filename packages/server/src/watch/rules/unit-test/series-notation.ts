import { Labels, LabelsBuilder, parse } from '@seaworthy/promql';

/** More values than any test needs. */
const maximalValues = 200_000;
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI][nN][fF]|[nN][aA][nN]`;
const ITEM = new RegExp(
  String.raw`^(?:(?<gap>_)|(?<stale>stale)|(?<start>[+-]?(?:${NUMBER}))(?:(?<step>[+-](?:${NUMBER})))?)(?:x(?<times>\d+))?$`,
);

/** Stands in for a label, so that `{}` can be read as the selector that it is not. */
const PLACEHOLDER = '__placeholder__';

/** `up{job="a"}`, `{}`, or nothing at all: throws when it is no series. */
export function parseSeriesName(text: string): Labels {
  const written = text.trim();
  if (written === '') return Labels.empty;
  const expr = parse(written.startsWith('{') ? `{${PLACEHOLDER}="x",${written.slice(1)}` : written);
  if (expr.type !== 'vector_selector' || expr.offsetMs !== 0 || expr.at) throw new Error(`${text} is not a series`);
  const builder = new LabelsBuilder();
  for (const { name, operator, value } of expr.matchers) {
    if (operator !== '=') throw new Error(`unexpected ${operator} in label set, expected "="`);
    if (name !== PLACEHOLDER) builder.set(name, value);
  }
  return builder.build();
}

/** A value; `stale` where the series ends; undefined where there is none. Not a NaN: a list of numbers blurs which one. */
export type NotedValue = number | 'stale' | undefined;

/** `1+2x3 _ stale`: 1 3 5 7, nothing, and the end of the series. Throws when it is none. */
export function parseValues(text: string): NotedValue[] {
  const values: NotedValue[] = [];
  for (const item of text.split(/\s+/).filter((each) => each !== '')) {
    for (const value of itemValues(item)) values.push(value);
    if (values.length > maximalValues) throw new Error(`more than ${maximalValues} values`);
  }
  return values;
}

function itemValues(item: string): NotedValue[] {
  const { gap, stale, start, step, times } = ITEM.exec(item)?.groups ?? {};
  if (gap === undefined && stale === undefined && start === undefined) throw unexpected(item);
  if (Number(times ?? 0) > maximalValues) throw new Error(`more than ${maximalValues} values`);
  if (gap !== undefined) return new Array<undefined>(Number(times ?? 1)).fill(undefined);
  if (stale !== undefined) {
    if (times !== undefined) throw unexpected(item);
    return ['stale'];
  }
  // A name swallows the x after it: promtool knows neither NaNx3 nor 1+Infx3.
  const isWord = !/\d/.test(start ?? '') || !/\d/.test(step ?? '0');
  if ((step !== undefined && times === undefined) || (isWord && times !== undefined)) throw unexpected(item);
  const first = numberOf(start ?? '');
  const by = step === undefined ? 0 : numberOf(step);
  const values = [first];
  for (let index = 1; index <= Number(times ?? 0); index++) values.push((values[index - 1] ?? 0) + by);
  return values;
}

function unexpected(item: string): Error {
  return new Error(`unexpected ${JSON.stringify(item)} in series values, expected a number, "_" or "stale"`);
}

function numberOf(text: string): number {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  const size = /^inf$/i.test(digits) ? Infinity : Number(digits);
  return sign === '-' ? -size : size;
}
