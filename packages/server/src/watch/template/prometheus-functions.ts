import { parseDuration } from '@seaworthy/promql';
import { Arguments } from './arguments.ts';
import { escapeQuery } from './call.ts';
import type { FunctionSet, TemplateFunction } from './function-set.ts';
import { timeValue } from './go-time.ts';
import { humanize, humanize1024, humanizeDuration, humanizePercentage } from './humanize.ts';
import { onText, textFunctions } from './text-functions.ts';
import type { Value } from './value.ts';
import { asText, Dict, SafeText, Struct } from './value.ts';

/** One series of an answer to a query, as templates see it. */
export interface TemplateSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusFunctionOptions {
  /** Where people find the server: `{{ externalURL }}`; `{{ pathPrefix }}` is its path. */
  readonly externalURL: string;
  readonly query: (expr: string) => readonly TemplateSample[];
  readonly now: () => number;
}

const SAMPLE = 'sample';

/** The functions that templates of rules have in Prometheus. */
export function prometheusFunctions({ externalURL, query, now }: PrometheusFunctionOptions): FunctionSet {
  return {
    ...textFunctions,
    ...fixed,
    externalURL: () => externalURL,
    pathPrefix: () => pathOf(externalURL),
    query: (args) => query(new Arguments('query', args, 1).text()).map(sampleValue),
    now: () => now() / 1000,
    tmpl: (args, run) => {
      const given = new Arguments('tmpl', args, 2);
      return new SafeText(run.include(given.text(), given.any()));
    },
  };
}

const fixed: FunctionSet = {
  humanize: onNumber('humanize', humanize),
  humanize1024: onNumber('humanize1024', humanize1024),
  humanizeDuration: onNumber('humanizeDuration', humanizeDuration),
  humanizePercentage: onNumber('humanizePercentage', humanizePercentage),
  humanizeTimestamp: onNumber('humanizeTimestamp', humanizeTimestamp),
  toTime: onNumber('toTime', (seconds) => timeValue(Math.trunc(seconds * 1000))),
  toDuration: onNumber('toDuration', humanizeDuration),
  graphLink: onText('graphLink', (expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=0`),
  tableLink: onText('tableLink', (expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`),
  urlQueryEscape: onText('urlQueryEscape', escapeQuery),
  stripPort: onText(
    'stripPort',
    (host) => /^(\[[^\]]*\]|[^:]*):[^:]*$/.exec(host)?.[1]?.replace(/^\[|\]$/g, '') ?? host,
  ),
  stripDomain: onText('stripDomain', stripDomain),
  parseDuration: (args) => {
    const found = parseDuration(new Arguments('parseDuration', args, 1).text());
    if (typeof found === 'number') return found / 1000;
    throw new Error(found.problem);
  },
  args: (args) => new Dict(Object.fromEntries(args.map((value, index) => [`arg${index}`, value]))),
  first: (args) => {
    const [first] = new Arguments('first', args, 1).list();
    if (first === undefined) throw new Error('first() called on vector with no elements');
    return first;
  },
  label: (args) => {
    const given = new Arguments('label', args, 2);
    const name = given.text();
    return labelOf(given.struct(SAMPLE), name);
  },
  value: (args) => new Arguments('value', args, 1).struct(SAMPLE).fields['Value'],
  strvalue: (args) => labelOf(new Arguments('strvalue', args, 1).struct(SAMPLE), '__value__'),
  sortByLabel: (args) => {
    const given = new Arguments('sortByLabel', args, 2);
    const name = given.text();
    return [...given.list()].sort((a, b) => compareText(labelIn(a, name), labelIn(b, name)));
  },
};

/** Names that are known, for the check of a template that is not carried out. */
export const prometheusFunctionNames: ReadonlySet<string> = new Set(
  Object.keys(prometheusFunctions({ externalURL: '', query: () => [], now: () => 0 })),
);

function onNumber(name: string, change: (value: number) => Value): TemplateFunction {
  return (args) => change(new Arguments(name, args, 1).number());
}

function sampleValue({ labels, value }: TemplateSample): Struct {
  return new Struct(SAMPLE, { Labels: new Dict(labels, ''), Value: value });
}

function labelOf(sample: Struct, name: string): string {
  const labels = sample.fields['Labels'];
  return labels instanceof Dict ? (asText(labels.entries.get(name)) ?? '') : '';
}

function labelIn(value: Value, name: string): string {
  return value instanceof Struct ? labelOf(value, name) : '';
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function humanizeTimestamp(seconds: number): string {
  if (!Number.isFinite(seconds)) return humanize(seconds);
  if (Math.abs(seconds) > 9_223_372_036) throw new Error(`${seconds} cannot be represented as a nanoseconds timestamp`);
  return timeValue(Math.floor(seconds * 1000)).text ?? '';
}

/** `web-1.example.org:80` is `web-1:80`; an address stays as it is. */
function stripDomain(hostPort: string): string {
  const [, host = hostPort, port = ''] = /^(\[[^\]]*\]|[^:]*)(:[^:]*)?$/.exec(hostPort) ?? [];
  if (host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host) || host.includes(':')) return hostPort;
  return (host.split('.')[0] ?? host) + port;
}

function pathOf(externalURL: string): string {
  return URL.canParse(externalURL) ? new URL(externalURL).pathname.replace(/\/$/, '') : '';
}
