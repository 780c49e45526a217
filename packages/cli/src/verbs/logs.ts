import type { LogLine, LogPage } from '@seaworthy/api';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { isAway } from '../control-plane/retry.ts';
import type { Style } from '../terminal/style.ts';
import { lineText } from '../text/log-line.ts';
import type { Invocation, Verb } from '../verb.ts';
import { countUpTo } from './page.ts';

interface Options extends Filter {
  readonly follow?: true;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

interface Filter {
  readonly grep?: string;
  readonly regex?: string;
  readonly level?: string;
  readonly field?: readonly string[];
  readonly trace?: string;
  readonly instance?: string;
  readonly service?: string;
}

const retryMs = 1000;

export const logs: Verb = (command, does) =>
  void filterOptions(command)
    .option('-f, --follow', 'go on with new lines until Ctrl-C; with --json, one array that grows by an element a line')
    .option('--since <time>', 'only from then on: 2030-01-01T12:00:00Z, or 15m ago')
    .option('--until <time>', 'only before then')
    .option('--limit <n>', 'begin with this many of the last lines (default: 200)', countUpTo(5000))
    .option('--cursor <cursor>', 'the lines before those of an earlier answer')
    .action(does(show));

function filterOptions(command: Command): Command {
  return command
    .option('--grep <text>', 'only lines that hold this text')
    .option('--regex <pattern>', 'only lines that hold a match of this RE2 expression')
    .option('--level <level>', 'only lines of this level or a graver one')
    .option('--field <condition>', 'only lines with this field: status>=500, stage=store, user, !user', gathered)
    .option('--trace <id>', 'only lines of this trace')
    .option('--instance <id>', 'only lines of this instance or slot; seaworthy: the control plane')
    .option('--service <name>', 'only lines of this service');
}

function gathered(text: string, before: readonly string[] = []): readonly string[] {
  if (text.trim() === '') throw new InvalidArgumentError('Write a condition, such as status>=500.');
  return [...before, quoted(text)];
}

/** Conditions go to the control plane with blanks between them, so a value that holds one is put in quotes. */
function quoted(condition: string): string {
  const [, name, operator, value] = /^([^\s=!<>"]+)(!=|>=|<=|=|>|<)(.*)$/s.exec(condition) ?? [];
  return value !== undefined && /[\s"]/.test(value) ? `${name}${operator}${JSON.stringify(value)}` : condition;
}

async function show(call: Invocation<Options>) {
  const { since, until, limit, cursor, follow } = call.options;
  const filter = filterOf(call.options);
  const page = await call
    .connect()
    .client.call('logs', { query: { ...filter, ...given({ since, until, limit, cursor }) } });
  if (follow) await printFrom(page.items, newLines(call, filter, page.followFrom), call);
  else call.output.answer(page, (style) => pageText(page, style));
  return undefined;
}

function filterOf({ grep, regex, level, field, trace, instance, service }: Filter) {
  return given({ grep, regex, level, trace, instance, service, q: field?.join(' ') });
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}

function pageText({ items, cut, nextCursor, scanned }: LogPage, style: Style): string {
  const lines = items.map((line) => lineText(line, style));
  if (lines.length === 0) lines.push('No lines.');
  if (scanned.damagedBlocks > 0)
    lines.push(style.doubtful(`${scanned.damagedBlocks} damaged parts of the store could not be read.`));
  if (cut !== null) lines.push(style.doubtful(`The search took too long; go on with --cursor ${nextCursor}`));
  return lines.join('\n');
}

/** Lines as they come. After a restart of the control plane it goes on behind the last one. */
async function* newLines(call: Invocation<Options>, query: ReturnType<typeof filterOf>, followFrom: string) {
  const stop = new AbortController();
  const release = call.host.catchSignals(() => stop.abort());
  let lastEventId = followFrom;
  try {
    while (!stop.signal.aborted) {
      try {
        const from = { signal: stop.signal, lastEventId };
        for await (const { id, data } of call.connect().client.stream('followLogs', { query }, from)) {
          if (id !== '') lastEventId = id;
          yield data;
        }
      } catch (error) {
        if (!stop.signal.aborted && !isAway(error)) throw error;
      }
      await call.host.sleep(retryMs, stop.signal).catch(() => undefined);
    }
  } finally {
    release();
  }
}

async function printFrom(first: readonly LogLine[], following: AsyncIterable<LogLine>, call: Invocation<Options>) {
  const print = call.output.json ? arrayPrinter(call) : textPrinter(call, call.output.style);
  for (const line of first) print.line(line);
  for await (const line of following) print.line(line);
  print.end();
}

function textPrinter({ host }: Invocation<Options>, style: Style) {
  return { line: (line: LogLine) => host.stdout.write(`${lineText(line, style)}\n`), end: () => {} };
}

/** One document however long it grows: `[`, an element a line, `]` when it is let go. */
function arrayPrinter({ host }: Invocation<Options>) {
  let count = 0;
  const open = () => (count++ === 0 ? '[' : ',');
  return {
    line: (line: LogLine) => host.stdout.write(`${open()}${JSON.stringify(line)}\n`),
    end: () => host.stdout.write(count === 0 ? '[]\n' : ']\n'),
  };
}
