import type { Matcher } from '../../matchers/matcher.ts';
import { formatMatchers } from '../../matchers/matcher.ts';
import type { MatcherSyntax } from '../../matchers/syntax.ts';
import { isNameIn } from '../../matchers/syntax.ts';
import type { Field } from '../../yaml/field.ts';
import type { GroupBy, Route } from '../route.ts';
import { ROUTE } from './known-names.ts';
import { readMatchers } from './matchers.ts';

export interface RouteReading {
  readonly syntax: MatcherSyntax;
  readonly receivers: ReadonlySet<string>;
  readonly timeIntervals: ReadonlySet<string>;
}

type Inherited = Pick<Route, 'receiver' | 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;
type Members = ReadonlyMap<string, Field>;

const DEFAULTS: Inherited = {
  receiver: '',
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
};
const ROOT_KEY = '{}';
const FORBIDDEN_AT_ROOT = [
  ['match', 'root route must not have any matchers'],
  ['match_re', 'root route must not have any matchers'],
  ['matchers', 'root route must not have any matchers'],
  ['mute_time_intervals', 'root route must not have any mute time intervals'],
  ['active_time_intervals', 'root route must not have any active time intervals'],
] as const;

/** Without a field, a route to nowhere: its lack has been reported. */
export function readRootRoute(field: Field | undefined, reading: RouteReading): Route {
  const members = field?.mapping(ROUTE) ?? new Map<string, Field>();
  for (const [key, message] of FORBIDDEN_AT_ROOT) {
    const found = members.get(key);
    if (found && !isEmpty(found)) found.report(message, 'Put it on a route below: the first route is for every alert.');
  }
  if (members.get('continue')?.boolean()) {
    members
      .get('continue')
      ?.report('cannot have continue in root route', 'Remove it: nothing stands beside the first route.');
  }
  if (!members.has('receiver')) {
    field?.report(
      'root route must specify a default receiver',
      'Name the receiver of alerts that no route below matches.',
    );
  }
  return build(members, [], { key: ROOT_KEY, id: ROOT_KEY }, DEFAULTS, reading);
}

function isEmpty(field: Field): boolean {
  const value = field.plain();
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function readChild(
  field: Field,
  index: number,
  parent: Pick<Route, 'key' | 'id'>,
  above: Inherited,
  reading: RouteReading,
): Route {
  if (field.isNull) field.report('is an empty route', 'Write its members, or remove the "-".');
  const members = field.mapping(ROUTE);
  const matchers = readMatchers(members, '', reading.syntax);
  const key = `${parent.key}/${formatMatchers(matchers)}`;
  return build(members, matchers, { key, id: `${parent.id}/${formatMatchers(matchers)}/${index}` }, above, reading);
}

function build(
  members: Members,
  matchers: readonly Matcher[],
  { key, id }: Pick<Route, 'key' | 'id'>,
  above: Inherited,
  reading: RouteReading,
): Route {
  const own: Inherited = {
    receiver: readReceiver(members.get('receiver'), reading) ?? above.receiver,
    groupBy: readGroupBy(members.get('group_by'), reading) ?? above.groupBy,
    groupWaitMs: members.get('group_wait')?.durationMs() ?? above.groupWaitMs,
    groupIntervalMs: readInterval(members, 'group_interval') ?? above.groupIntervalMs,
    repeatIntervalMs: readInterval(members, 'repeat_interval') ?? above.repeatIntervalMs,
  };
  return {
    ...{ key, id, matchers, ...own },
    mute: readNames(members.get('mute_time_intervals'), reading),
    active: readNames(members.get('active_time_intervals'), reading),
    continue: members.get('continue')?.boolean() ?? false,
    routes: (members.get('routes')?.items() ?? []).map((child, index) =>
      readChild(child, index, { key, id }, own, reading),
    ),
  };
}

function readReceiver(field: Field | undefined, { receivers }: RouteReading): string | undefined {
  const name = field?.text();
  if (name === undefined || name === '') return undefined;
  if (!receivers.has(name)) {
    field?.report(`undefined receiver ${JSON.stringify(name)} used in route`, known('receivers', receivers));
  }
  return name;
}

function readNames(field: Field | undefined, { timeIntervals }: RouteReading): string[] {
  return (field?.items() ?? []).flatMap((item) => {
    const name = item.text();
    if (name === undefined) return [];
    if (!timeIntervals.has(name)) {
      const fix = known('time_intervals', timeIntervals);
      item.report(`undefined time interval ${JSON.stringify(name)} used in route`, fix);
    }
    return [name];
  });
}

function known(list: string, names: ReadonlySet<string>): string {
  return `Define it under ${list}, or write one of: ${[...names].join(', ') || '(there is none yet)'}.`;
}

function readInterval(members: Members, key: 'group_interval' | 'repeat_interval'): number | undefined {
  const field = members.get(key);
  const value = field?.durationMs();
  if (value === 0) field?.report(`${key} cannot be zero`, 'Write how long to wait, such as 5m.');
  return value;
}

function readGroupBy(field: Field | undefined, { syntax }: RouteReading): GroupBy | undefined {
  if (field === undefined) return undefined;
  const names = new Set<string>();
  for (const item of field.items()) {
    const name = item.text() ?? '';
    if (name !== '...' && !isNameIn(syntax, name)) {
      item.report(`invalid label name ${JSON.stringify(name)} in group_by list`, 'Write the name of a label.');
    }
    if (names.has(name)) item.report(`duplicated label ${JSON.stringify(name)} in group_by`, 'Keep one of them.');
    names.add(name);
  }
  if (!names.has('...')) return [...names];
  if (names.size > 1) {
    const message = 'cannot have wildcard group_by (`...`) and other labels at the same time';
    field.report(message, 'Write [...] alone to keep each alert for itself, or the labels alone.');
  }
  return 'all';
}
