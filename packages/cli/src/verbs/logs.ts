import type { LogLine } from '@seaworthy/api';
import { isAway } from '../control-plane/retry.ts';
import type { Style } from '../terminal/style.ts';
import { isAtLeast, lineText } from '../text/log-line.ts';
import type { Invocation, Verb } from '../verb.ts';
import { countUpTo } from './page.ts';

interface Options {
  readonly follow?: true;
  readonly grep?: string;
  readonly level?: string;
  readonly instance?: string;
  readonly limit?: number;
}

const retryMs = 1000;

export const logs: Verb = (command, does) =>
  void command
    .option('-f, --follow', 'go on with new lines until Ctrl-C; with --json, one array that grows by an element a line')
    .option('--grep <text>', 'only lines that hold this text')
    .option('--level <level>', 'only lines of this level or a graver one')
    .option('--instance <id>', 'only lines of this instance')
    .option('--limit <n>', 'begin with this many of the last lines (default: 200)', countUpTo(5000))
    .action(does(show));

async function show(call: Invocation<Options>) {
  const { grep, level, instance, limit, follow } = call.options;
  const some = { ...(grep === undefined ? {} : { grep }), ...(instance === undefined ? {} : { instance }) };
  const query = { ...some, ...(level === undefined ? {} : { level }), ...(limit === undefined ? {} : { limit }) };
  const tail = await call.connect().client.call('logs', { query });
  if (!follow) {
    call.output.answer(tail, (style) => tail.items.map((line) => lineText(line, style)).join('\n') || 'No lines.');
    return undefined;
  }
  await printFrom(tail.items, newLines(call, some, level), call);
  return undefined;
}

/** Lines as they come, across restarts of the control plane. */
async function* newLines(call: Invocation<Options>, query: object, level: string | undefined) {
  const stop = new AbortController();
  const release = call.host.catchSignals(() => stop.abort());
  try {
    while (!stop.signal.aborted) {
      try {
        for await (const { data } of call.connect().client.stream('followLogs', { query }, { signal: stop.signal })) {
          if (isAtLeast(data, level)) yield data;
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
