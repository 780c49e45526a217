import type { Panel, PanelKind } from '@seaworthy/api';
import type { Answered, Question } from '../../data/answers.ts';
import { alignedAnswer } from '../../data/answers.ts';
import type { Labels } from '../../data/matrix.ts';
import { samplesOf } from '../../data/matrix.ts';
import type { Span } from '../../data/range.ts';
import { alignedSpan, stepOf } from '../../data/range.ts';
import { byName, legendOf, withOwnNames } from './legends.ts';
import type { Chosen } from './variables.ts';
import { filledIn } from './variables.ts';

export interface CourseSeries {
  readonly name: string;
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
}

/** What a panel of values over time shows. */
export interface Course {
  readonly times: readonly number[];
  readonly series: readonly CourseSeries[];
}

/** What a panel of one value a series shows; NaN is a value that nobody knows. */
export interface Value {
  readonly name: string;
  readonly value: number;
}

/** Points over the whole time: cells have to be seen, lines are finer. */
const points: Readonly<Partial<Record<PanelKind, number>>> = { heatmap: 60, status_history: 120 };
/** Panels that ask for now ask for the same now. */
const momentSeconds = 5;
const leastStep = 5;

export function questionsOf(panel: Panel, span: Span, chosen: Chosen): readonly Question[] {
  const most = points[panel.kind] ?? Math.max(80, panel.width * 30);
  const step = Math.max(leastStep, stepOf(span, most));
  const time = Math.floor(span.endMs / 1000 / momentSeconds) * momentSeconds;
  return panel.queries.map(({ expr, instant }) =>
    instant
      ? { kind: 'instant', expr: filledIn(expr, chosen), time }
      : { kind: 'range', expr: filledIn(expr, chosen), ...alignedSpan(span, step), step },
  );
}

/** The series of all queries together, at the times of the newest question. */
export function courseOf({ queries }: Pick<Panel, 'queries'>, answers: readonly Answered[]): Course {
  const all = answers.map(alignedAnswer);
  const times = all.at(-1)?.times ?? [];
  const series = all.flatMap((each, index) => {
    const query = queries[index];
    // While a newer answer is on its way, one query may be a step behind the others.
    const places = each.times[0] === times[0] ? undefined : new Map(each.times.map((time, place) => [time, place]));
    return each.series.map(({ labels, values }) => ({
      name: query ? legendOf(query, labels) : '',
      labels,
      values: places ? times.map((time) => values[places.get(time) ?? -1] ?? null) : values,
    }));
  });
  return { times, series: withOwnNames(series) };
}

/** In the order of their legends. */
export function valuesOf({ queries }: Pick<Panel, 'queries'>, answers: readonly Answered[]): readonly Value[] {
  const values = answers.flatMap(({ answer }, index) => {
    const query = queries[index];
    return samplesOf(answer).map(({ labels, value }) => ({ name: query ? legendOf(query, labels) : '', value }));
  });
  const named = withOwnNames(values);
  return queries.length > 1 ? named : byName(named);
}
