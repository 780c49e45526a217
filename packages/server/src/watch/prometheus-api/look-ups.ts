import type { Querier } from '@seaworthy/promql/storage';
import type { PrometheusRequest, Success } from './answer.ts';
import { badData } from './answer.ts';
import { EARLIEST_MS, LATEST_MS, limitParameter, matcherLists, optionalTime } from './parameters.ts';
import { writeLabels, writeList } from './write-result.ts';

/** The series that any of the selectors finds. */
export async function getSeries(querier: Querier, { parameters }: PrometheusRequest): Promise<Success> {
  if (parameters.getAll('match[]').length === 0) throw badData('no match[] parameter provided');
  const { lists, startMs, endMs, limit } = look(parameters);
  return listed(await querier.series(lists, startMs, endMs), limit, writeLabels);
}

export async function getLabelNames(querier: Querier, { parameters }: PrometheusRequest): Promise<Success> {
  const { lists, startMs, endMs, limit } = look(parameters);
  return listed(await querier.labelNames(lists, startMs, endMs), limit, writeText);
}

export async function getLabelValues(querier: Querier, { parameters }: PrometheusRequest, label: string) {
  const name = unescaped(label);
  if (name === '') throw badData(`invalid label name: ${JSON.stringify(label)}`);
  const { lists, startMs, endMs, limit } = look(parameters);
  return listed(await querier.labelValues(name, lists, startMs, endMs), limit, writeText);
}

function look(parameters: URLSearchParams) {
  return {
    limit: limitParameter(parameters),
    startMs: optionalTime(parameters, 'start', EARLIEST_MS),
    endMs: optionalTime(parameters, 'end', LATEST_MS),
    lists: matcherLists(parameters),
  };
}

function listed<T>(items: readonly T[], limit: number, write: (item: T) => string): Success {
  const isCut = items.length > limit;
  const shown = isCut ? items.slice(0, limit) : items;
  return { data: writeList(shown, write), ...(isCut ? { warnings: ['results truncated due to limit'] } : {}) };
}

function writeText(text: string): string {
  return JSON.stringify(text);
}

/** A name that stands in an address as `U__a_2e_b` is `a.b`: `__` is an underscore, `_2e_` the character of that code. */
function unescaped(label: string): string {
  if (!label.startsWith('U__')) return label;
  const text = label.slice('U__'.length);
  if (!/^(?:[^_]|__|_[0-9a-fA-F]{1,6}_)*$/.test(text)) return label;
  return text.replace(/__|_([0-9a-fA-F]+)_/g, (_, code?: string) =>
    code === undefined ? '_' : characterOf(Number.parseInt(code, 16)),
  );
}

function characterOf(code: number): string {
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}
