import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { alertmanagerTables, noTables } from '../../matchers/testing.ts';
import { allRoutes, matchRoutes } from '../route.ts';
import type { AlertingConfig } from './alerting-config.ts';
import { parseAlertingConfig } from './parse.ts';

const tables = alertmanagerTables();

interface RouteCase {
  readonly labels: Record<string, string>;
  readonly routes: readonly Record<string, unknown>[];
  readonly keys: readonly string[];
}

describe.skipIf(tables === undefined)(tables ? "Alertmanager's routes" : `Alertmanager's routes: ${noTables}`, () => {
  const table = tables?.['routes'] as unknown as { readonly yaml: string; readonly cases: readonly RouteCase[] };
  it.each(table?.cases ?? [])('for $labels', ({ labels, routes, keys }) => {
    const found = matchRoutes(parseTree(table.yaml), labels);
    expect(found.map(({ key }) => key)).toEqual(keys);
    expect(
      found.map(({ receiver, groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs }) => ({
        receiver,
        groupBy: groupBy === 'all' ? '...' : groupBy,
        groupWaitMs,
        groupIntervalMs,
        repeatIntervalMs,
      })),
    ).toEqual(routes);
  });
});

/** A tree alone: the receivers are made up. */
function parseTree(tree: string) {
  const indented = tree.replaceAll('\n', '\n  ');
  const names = [...new Set([...tree.matchAll(/receiver: '?([\w-]+)/g)].map(([, name]) => name))];
  return parse(`route:${indented}\nreceivers: [${names.map((name) => `{name: ${name}}`).join(', ')}]`).route;
}

const small = `
route:
  receiver: team
receivers:
- name: team
`;

describe('a configuration', () => {
  it('needs a route and its receiver, and the rest stands as documented', () => {
    expect(parse(small)).toMatchObject({
      resolveTimeoutMs: 300_000,
      inhibitionRules: [],
      templates: [],
      route: { key: '{}', id: '{}', receiver: 'team', groupBy: [], groupWaitMs: 30_000, mute: [], active: [] },
    });
  });

  it('keeps the settings of integrations, names them, and knows who tells of the end', () => {
    const { receivers, global } = parse(`
global: {resolve_timeout: 1h30m, smtp_from: a@example.org}
route: {receiver: team}
receivers:
- name: team
  webhook_configs:
  - url: http://one/
  - url: http://two/
    send_resolved: no
  slack_configs: [{channel: '#a'}]
  email_configs: [{to: b@example.org, send_resolved: true}]
`);
    const told = receivers[0]?.integrations.map(({ name, sendResolved }) => `${name} ${sendResolved}`);
    expect(told).toEqual(['webhook[0] true', 'webhook[1] false', 'slack[0] false', 'email[0] true']);
    expect(receivers[0]?.integrations[1]?.settings).toEqual({ url: 'http://two/', send_resolved: 'no' });
    expect(global).toEqual({ resolve_timeout: '1h30m', smtp_from: 'a@example.org' });
  });

  it('lets routes inherit all but their conditions and times', () => {
    const { route } = parse(`
route:
  receiver: team
  group_by: [...]
  group_wait: 1s
  routes:
  - matchers: ['severity="page", job=~"a|b"', team!=x]
    mute_time_intervals: [night]
    routes:
    - group_by: []
      continue: true
    - {}
receivers: [{name: team}]
time_intervals: [{name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]}]
`);
    expect(allRoutes(route).map(({ id, groupBy, groupWaitMs, mute }) => [id, groupBy, groupWaitMs, mute])).toEqual([
      ['{}', 'all', 1_000, []],
      ['{}/{job=~"a|b",severity="page",team!="x"}/0', 'all', 1_000, ['night']],
      ['{}/{job=~"a|b",severity="page",team!="x"}/0/{}/0', [], 1_000, []],
      ['{}/{job=~"a|b",severity="page",team!="x"}/0/{}/1', 'all', 1_000, []],
    ]);
  });

  it('may have rules of inhibition that are empty', () => {
    const rules = parse(
      `${small}inhibit_rules: [null, {name: down, source_match: {a: b}, equal: [job]}]`,
    ).inhibitionRules;
    expect(rules).toMatchObject([
      { source: [], target: [], equal: [] },
      { name: 'down', source: [{ name: 'a', value: 'b' }], target: [], equal: ['job'] },
    ]);
  });

  it('may be JSON', () => {
    expect(parse(JSON.stringify({ route: { receiver: 'a' }, receivers: [{ name: 'a' }] })).route.receiver).toBe('a');
  });
});

describe('a wrong configuration', () => {
  it('is told with all its problems at once, each with its place and what to write instead', () => {
    const text = `global:
  resolve_timeout: 5 minutes
  slack_api_ulr: x
route:
  reciever: team
  matchers: [a=b]
  group_by: [a, ..., a]
  group_interval: 0s
  routes:
  - receiver: nobody
    matchers: ['a=~"b("', 'x!y']
    match: {"": x}
    mute_time_intervals: [night]
    continue: maybe
receivers:
- name: team
  webhok_configs: []
- name: team
- {}
inhibit_rules:
- equal: ['']
time_intervals:
- name: weekend
  time_intervals: [{weekdays: [blursday]}]
`;
    expect(problemsOf(text)).toEqual([
      'alerts.yml:2:20 global.resolve_timeout is not a duration',
      'alerts.yml:3:3 global.slack_api_ulr is not known here',
      'alerts.yml:5:3 route.reciever is not known here',
      'alerts.yml:5:3 route root route must specify a default receiver',
      'alerts.yml:6:13 route.matchers root route must not have any matchers',
      'alerts.yml:7:13 route.group_by cannot have wildcard group_by (`...`) and other labels at the same time',
      'alerts.yml:7:22 route.group_by[2] duplicated label "a" in group_by',
      'alerts.yml:8:19 route.group_interval group_interval cannot be zero',
      'alerts.yml:10:15 route.routes[0].receiver undefined receiver "nobody" used in route',
      expect.stringContaining('alerts.yml:11:16 route.routes[0].matchers[0] error parsing regexp'),
      "alerts.yml:11:27 route.routes[0].matchers[1] 1:2: !: expected one of '=~': expected an operator such as '=', '!=', '=~' or '!~'",
      'alerts.yml:12:13 route.routes[0].match. a name must be a text',
      'alerts.yml:13:27 route.routes[0].mute_time_intervals[0] undefined time interval "night" used in route',
      'alerts.yml:14:15 route.routes[0].continue is not true or false',
      'alerts.yml:17:3 receivers[0].webhok_configs is not known here',
      'alerts.yml:18:9 receivers[1].name notification config name "team" is not unique',
      'alerts.yml:19:3 receivers[2] missing name in receiver',
      'alerts.yml:21:11 inhibit_rules[0].equal[0] invalid label name "" in equal list',
      'alerts.yml:24:32 time_intervals[0].time_intervals[0].weekdays[0] blursday is not a valid weekday',
    ]);
  });

  it.each([
    ['', 'no routes provided'],
    ['receivers: []', 'no routes provided'],
    ['[]', 'is not a mapping'],
    ['route: {receiver: a, continue: true}\nreceivers: [{name: a}]', 'cannot have continue in root route'],
    ['route: {receiver: a, routes: [null]}\nreceivers: [{name: a}]', 'is an empty route'],
    ['route: {receiver: a\n', 'this is not valid YAML'],
    ['route: {receiver: a}\nroute: {receiver: a}\nreceivers: [{name: a}]', 'is written twice'],
    [`${small}mute_time_intervals: [{name: x}, {name: x}, {}]`, 'time interval "x" is not unique'],
  ])('%j is refused', (text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });

  it('is told of settings by whoever knows the channel', () => {
    const text = `${small}  webhook_configs:\n  - url: x\n    http_config: {follow: 1}\n`;
    const checkSettings = () => [
      { path: 'http_config.follow', message: 'is no member', fix: 'Remove it.' },
      { path: 'url', message: 'is no URL', fix: 'Write one.' },
    ];
    expect(problemsOf(text, checkSettings)).toEqual([
      'alerts.yml:7:10 receivers[0].webhook_configs[0].url url is no URL',
      'alerts.yml:8:27 receivers[0].webhook_configs[0].http_config.follow http_config.follow is no member',
    ]);
  });
});

function parse(text: string): AlertingConfig {
  return parseAlertingConfig(text, { file: 'alerts.yml' });
}

function problemsOf(
  text: string,
  checkSettings = () => [] as { path: string; message: string; fix: string }[],
): string[] {
  try {
    parseAlertingConfig(text, { file: 'alerts.yml', checkSettings });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.filter(({ fix }) => fix === '')).toEqual([]);
    return error.problems.map(
      ({ file, line, column, path, message }) => `${file}:${line}:${column} ${path} ${message}`,
    );
  }
  return [];
}
