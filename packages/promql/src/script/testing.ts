import { expect } from 'vitest';
import type { Engine, Result, Sample } from '../evaluate/index.ts';
import { MemoryStorage } from '../evaluate/index.ts';
import { formatLabels } from '../labels/index.ts';
import { formatNumber } from '../literals/index.ts';
import type { EvalCommand, LoadCommand } from './read-script.ts';
import { parseSeriesLine } from './series-notation.ts';

/** The data that the loads of a script make together. */
export function loaded(loads: readonly LoadCommand[]): MemoryStorage {
  const storage = new MemoryStorage();
  for (const { stepMs, series } of loads) {
    for (const { labels, values } of series) {
      const samples = values.flatMap((value, index): Sample[] =>
        value === undefined ? [] : [[index * stepMs, value]],
      );
      storage.add(labels, samples);
    }
  }
  return storage;
}

/** Asks the query and compares with what its block expects. */
export async function expectAsWritten(engine: Engine, storage: MemoryStorage, command: EvalCommand): Promise<void> {
  const wanted = expectationsOf(command);
  const asked = ask(engine, storage, command);
  if (wanted.failure !== undefined) return expect(asked).rejects.toThrow(wanted.failure);
  const result = await asked;
  expect(result.warnings.map(withoutPlace)).toEqual(wanted.warnings);
  expect(result.infos.map(withoutPlace)).toEqual(wanted.infos);
  const told = tell(result, command);
  expect(wanted.isOrdered ? told : told.sort()).toEqual(wanted.isOrdered ? wanted.lines : wanted.lines.sort());
}

function ask(engine: Engine, storage: MemoryStorage, { query, startMs, endMs, stepMs }: EvalCommand): Promise<Result> {
  if (stepMs === undefined) return engine.instant(storage, query, startMs);
  return engine.range(storage, query, startMs, endMs, stepMs);
}

function expectationsOf({ expectations }: EvalCommand) {
  const told = (kind: string) =>
    expectations.filter((line) => line.startsWith(`expect ${kind}`)).map((line) => line.slice(kind.length + 7).trim());
  return {
    failure: told('fail')[0],
    warnings: told('warn').map((text) => `PromQL warning: ${text}`),
    infos: told('info').map((text) => `PromQL info: ${text}`),
    isOrdered: told('ordered').length > 0,
    lines: expectations.filter((line) => !line.startsWith('expect ')).map(canonicalLine),
  };
}

/** An answer in the words of a script. */
function tell(result: Result, { startMs, endMs, stepMs }: EvalCommand): string[] {
  switch (result.type) {
    case 'scalar':
      return [shown(result.value)];
    case 'string':
      return [JSON.stringify(result.value)];
    case 'vector':
      return result.samples.map(({ labels, value }) => `${formatLabels(labels)} ${shown(value)}`);
    case 'matrix':
      return result.series.map(({ labels, timestamps, values }) => {
        const words: string[] = [];
        for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs ?? 1) {
          const index = timestamps.indexOf(timeMs);
          words.push(index < 0 ? '_' : shown(values[index] as number));
          if (stepMs === undefined) break;
        }
        return `${formatLabels(labels)} ${words.join(' ')}`;
      });
  }
}

function canonicalLine(line: string): string {
  if (line.startsWith('"') || /^[+-]?[\d.IN]\S*$/.test(line)) return line;
  const { labels, values } = parseSeriesLine(line);
  return `${formatLabels(labels)} ${values.map((value) => (typeof value === 'number' ? shown(value) : '_')).join(' ')}`;
}

/** Ten digits are compared: the last ones are up to the order of additions. */
function shown(value: number): string {
  return formatNumber(Number.isFinite(value) ? Number(value.toPrecision(10)) : value);
}

function withoutPlace(text: string): string {
  return text.replace(/ \(\d+:\d+\)$/, '');
}
