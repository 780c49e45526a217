import type { InhibitionRule } from '../../inhibition/inhibition-rule.ts';
import { parseIntervals } from '../../intervals/parse.ts';
import type { TimeInterval } from '../../intervals/time-interval.ts';
import type { MatcherSyntax } from '../../matchers/syntax.ts';
import { isNameIn } from '../../matchers/syntax.ts';
import type { Field } from '../../yaml/field.ts';
import { Page } from '../../yaml/page.ts';
import type { AlertingConfig } from './alerting-config.ts';
import { GLOBAL, INHIBITION_RULE, TOP_LEVEL } from './known-names.ts';
import { readMatchers } from './matchers.ts';
import type { CheckSettings } from './read-receivers.ts';
import { readReceivers } from './read-receivers.ts';
import { readRootRoute } from './read-route.ts';

export interface ParseOptions {
  /** As people know it; problems are told with it. */
  readonly file: string;
  readonly syntax?: MatcherSyntax;
  /** Knows the settings of each channel; without it, they are taken as they are. */
  readonly checkSettings?: CheckSettings;
}

const RESOLVE_TIMEOUT_MS = 300_000;

/** An Alertmanager configuration. Throws one ConfigError with everything that is wrong with it, each with its place. */
export function parseAlertingConfig(text: string, options: ParseOptions): AlertingConfig {
  const { file, syntax = 'both', checkSettings = () => [] } = options;
  const page = new Page(text, file);
  // What stands after a slip in the YAML itself may have been read wrongly.
  page.mustBeSound();
  const members = page.root.mapping(TOP_LEVEL);
  const globals = members.get('global');
  const resolveTimeoutMs = globals?.mapping(GLOBAL).get('resolve_timeout')?.durationMs() ?? RESOLVE_TIMEOUT_MS;
  const global = (globals?.plain() ?? {}) as Readonly<Record<string, unknown>>;
  const receivers = readReceivers(members.get('receivers'), global, checkSettings);
  const timeIntervals = readTimeIntervals(members);
  const names = { receivers: new Set(receivers.map(({ name }) => name)), timeIntervals: new Set(timeIntervals.keys()) };
  const written = members.get('route');
  if (written === undefined) page.root.report('no routes provided', 'Write route: and below it receiver: NAME.');
  const config: AlertingConfig = {
    ...{ original: text, resolveTimeoutMs, global, receivers, timeIntervals },
    route: readRootRoute(written, { syntax, ...names }),
    inhibitionRules: (members.get('inhibit_rules')?.items() ?? []).map((item) => readInhibitionRule(item, syntax)),
    templates: (members.get('templates')?.items() ?? []).flatMap((item) => item.text() ?? []),
  };
  page.mustBeSound();
  return config;
}

function readTimeIntervals(members: ReadonlyMap<string, Field>): Map<string, TimeInterval[]> {
  const named = new Map<string, TimeInterval[]>();
  const items = ['mute_time_intervals', 'time_intervals'].flatMap((key) => members.get(key)?.items() ?? []);
  for (const item of items) {
    const entry = item.mapping(['name', 'time_intervals']);
    const name = entry.get('name')?.text() ?? '';
    if (name === '') item.report('missing name in time interval', 'Give it a name, for routes to point at.');
    else if (named.has(name)) {
      entry.get('name')?.report(`time interval ${JSON.stringify(name)} is not unique`, 'Rename one of them.');
    }
    const list = entry.get('time_intervals');
    named.set(name, list === undefined ? [] : parseIntervals(list));
  }
  return named;
}

/** One that is empty is allowed, and never inhibits. */
function readInhibitionRule(field: Field, syntax: MatcherSyntax): InhibitionRule {
  const members = field.mapping(INHIBITION_RULE);
  const name = members.get('name')?.text();
  const equal = (members.get('equal')?.items() ?? []).flatMap((item) => {
    const label = item.text() ?? '';
    if (!isNameIn(syntax, label))
      item.report(`invalid label name ${JSON.stringify(label)} in equal list`, 'Write the name of a label.');
    return [label];
  });
  return {
    source: readMatchers(members, 'source_', syntax),
    target: readMatchers(members, 'target_', syntax),
    equal,
    ...(name === undefined ? {} : { name }),
  };
}
