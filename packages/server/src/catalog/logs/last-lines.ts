import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LogLine } from '@seaworthy/api';
import { parseLogLine } from './log-line.ts';
import { readBackwards } from './read-backwards.ts';

/** Where one instance writes. Rotated files stand beside it as `<file>.1`, `<file>.2`, older with each number. */
export interface LogSource {
  readonly instance: string;
  readonly file: string;
}

export interface LogQuery {
  readonly grep?: string | undefined;
  readonly level?: string | undefined;
  readonly limit: number;
}

/** A search for what is nowhere ends after so many lines of each instance. */
const maxLinesSearched = 200_000;

/** The last lines that match, of all instances together, in the order of their times. */
export async function lastLines(
  sources: readonly LogSource[],
  query: LogQuery,
  signal: AbortSignal,
): Promise<LogLine[]> {
  const found = await Promise.all(sources.map((source) => lastOf(source, query, signal)));
  return found
    .flat()
    .sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    .slice(-query.limit);
}

/** Lines without a time of their own (a stack trace) stay with the line before them. */
async function lastOf(source: LogSource, query: LogQuery, signal: AbortSignal): Promise<LogLine[]> {
  const matches = lineFilter(query);
  const newestFirst: LogLine[] = [];
  let searched = 0;
  for (const file of await withRotated(source.file)) {
    for await (const text of readBackwards(file)) {
      if (signal.aborted || newestFirst.length >= query.limit || ++searched > maxLinesSearched) break;
      const line = matches(source.instance, text);
      if (line !== undefined) newestFirst.push(line);
    }
  }
  return newestFirst.reverse();
}

/** Plain text is searched in the line as it was written, so that every field counts; letters' case does not. */
export function lineFilter({ grep, level }: Omit<LogQuery, 'limit'>) {
  const needle = grep?.toLowerCase();
  const wanted = level?.toLowerCase();
  return (instance: string, text: string): LogLine | undefined => {
    if (needle !== undefined && !text.toLowerCase().includes(needle)) return undefined;
    const line = parseLogLine(instance, text);
    return wanted === undefined || line.level === wanted ? line : undefined;
  };
}

async function withRotated(file: string): Promise<string[]> {
  const names = await readdir(dirname(file)).catch(() => []);
  const prefix = `${basename(file)}.`;
  const rotated = names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .sort((a, b) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length)))
    .map((name) => join(dirname(file), name));
  return [file, ...rotated];
}
