import type { Labels } from '@seaworthy/promql';
import { LabelsBuilder, parse, staleNaN } from '@seaworthy/promql';

/** A series of a test, as promtool writes it. `undefined` is a time without a sample. */
export interface NotedSeries {
  readonly labels: Labels;
  readonly values: readonly (number | undefined)[];
}

/** More values than any test needs. */
const maximalValues = 200_000;
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI][nN][fF]|[nN][aA][nN]`;
const ITEM = new RegExp(
  String.raw`^(?:(?<gap>_)|(?<stale>stale)|(?<start>[+-]?(?:${NUMBER}))(?:(?<step>[+-](?:${NUMBER})))?)(?:x(?<times>\d+))?$`,
);

/** `up{job="a"}`: throws when it is no series. */
export function parseSeriesName(text: string): Labels {
  const expr = parse(text);
  if (expr.type !== 'vector_selector' || expr.offsetMs !== 0 || expr.at) throw new Error(`${text} is not a series`);
  const builder = new LabelsBuilder();
  for (const { name, operator, value } of expr.matchers) {
    if (operator !== '=') throw new Error(`${text} is not a series: ${name} needs "="`);
    builder.set(name, value);
  }
  return builder.build();
}

/** `1+2x3 _ stale`: 1 3 5 7, nothing, and the end of the series. Throws when it is none. */
export function parseValues(text: string): (number | undefined)[] {
  const values: (number | undefined)[] = [];
  for (const item of text.split(/\s+/).filter((each) => each !== '')) {
    values.push(...itemValues(item));
    if (values.length > maximalValues) throw new Error(`more than ${maximalValues} values`);
  }
  return values;
}

function itemValues(item: string): (number | undefined)[] {
  const { gap, stale, start, step, times } = ITEM.exec(item)?.groups ?? {};
  if (gap === undefined && stale === undefined && start === undefined) throw unexpected(item);
  if (Number(times ?? 0) > maximalValues) throw new Error(`more than ${maximalValues} values`);
  if (gap !== undefined) return new Array<undefined>(Number(times ?? 1)).fill(undefined);
  if (stale !== undefined) {
    if (times !== undefined) throw unexpected(item);
    return [staleNaN];
  }
  if (step !== undefined && (times === undefined || !/\d/.test(step))) throw unexpected(item);
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
