import { parseDuration } from '@seaworthy/promql';
import { Arguments } from './arguments.ts';
import type { FunctionSet } from './function-set.ts';
import { formatTime, TimeStruct, timeValue } from './go-time.ts';
import { humanizeDuration } from './humanize.ts';
import { onText, textFunctions } from './text-functions.ts';
import type { Value } from './value.ts';
import { asText, Dict, SafeText, Struct } from './value.ts';

/** The functions that templates of notifications have in Alertmanager. */
export function alertmanagerFunctions({ now }: { readonly now: () => number }): FunctionSet {
  return {
    ...textFunctions,
    trimSpace: onText('trimSpace', (text) => text.trim()),
    urlUnescape: onText('urlUnescape', (text) => decodeURIComponent(text.replaceAll('+', ' '))),
    safeUrl: (args) => new SafeText(new Arguments('safeUrl', args, 1).text()),
    stringSlice: (args) => [...args],
    list: (args) => [...args],
    append: ([list, ...items]) => [...new Arguments('append', [list], 1).list(), ...items],
    dict: dictOf,
    join: (args) => {
      const given = new Arguments('join', args, 2);
      const separator = given.text();
      return given
        .list()
        .map((value) => asText(value) ?? '')
        .join(separator);
    },
    toJson: (args) => JSON.stringify(plain(new Arguments('toJson', args, 1).any())),
    humanizeDuration: (args) => humanizeDuration(secondsOf(new Arguments('humanizeDuration', args, 1).any())),
    since: (args) => durationValue(now() - timeArgument('since', args, 1).atMs),
    date: (args) => {
      const { atMs, zone } = timeArgument('date', args, 2);
      return formatTime(atMs, asText(args[0]) ?? '', zone);
    },
    tz: (args) => timeValue(timeArgument('tz', args, 2).atMs, asText(args[0]) ?? ''),
  };
}

export const alertmanagerFunctionNames: ReadonlySet<string> = new Set(
  Object.keys(alertmanagerFunctions({ now: () => 0 })),
);

const DURATION = 'time.Duration';

function durationValue(durationMs: number): Struct {
  const seconds = durationMs / 1000;
  return new Struct(DURATION, { Seconds: seconds }, { Seconds: () => seconds }, humanizeDuration(seconds));
}

function secondsOf(value: Value): number {
  if (value instanceof Struct && value.typeName === DURATION) return Number(value.fields['Seconds']);
  const text = asText(value);
  const found = text === undefined ? undefined : parseDuration(text);
  return typeof found === 'number' ? found / 1000 : new Arguments('humanizeDuration', [value], 1).number();
}

function timeArgument(name: string, args: readonly Value[], count: number): TimeStruct {
  if (args.length !== count) throw new Error(`wrong number of args for ${name}: want ${count} got ${args.length}`);
  const value = args[count - 1];
  if (value instanceof TimeStruct) return value;
  throw new Error(`${name} wants a time`);
}

function dictOf(args: readonly Value[]): Dict {
  if (args.length % 2 !== 0) throw new Error('dict wants names and values in turn');
  const entries = new Map<string, Value>();
  for (let index = 0; index < args.length; index += 2) {
    const name = asText(args[index]);
    if (name === undefined) throw new Error('dict wants texts as names');
    entries.set(name, args[index + 1]);
  }
  return new Dict(entries);
}

/** A value as JSON has it: of a struct its fields, of a time its ISO text. */
function plain(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof SafeText) return value.text;
  if (value instanceof TimeStruct) return new Date(value.atMs).toISOString();
  if (value instanceof Dict) return Object.fromEntries(value.sorted.map(([key, each]) => [key, plain(each)]));
  if (value instanceof Struct) {
    return Object.fromEntries(Object.entries(value.fields).map(([key, each]) => [jsonName(key), plain(each)]));
  }
  if (Array.isArray(value)) return value.map(plain);
  return value === undefined ? null : value;
}

/** As Alertmanager names the same in its webhook: `StartsAt` is `startsAt`. */
function jsonName(field: string): string {
  return (field[0] ?? '').toLowerCase() + field.slice(1);
}
