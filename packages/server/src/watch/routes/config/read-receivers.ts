import type { Field } from '../../yaml/field.ts';
import type { IntegrationConfig, ReceiverConfig } from './alerting-config.ts';
import { CHANNELS } from './known-names.ts';

/** What is wrong with the settings of one integration: said by whoever knows the channel. */
export interface SettingsProblem {
  /** From the settings to the member, such as `http_config.tls_config`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export type CheckSettings = (
  channel: string,
  settings: Readonly<Record<string, unknown>>,
  global: Readonly<Record<string, unknown>>,
) => readonly SettingsProblem[];

const SUFFIX = '_configs';
const RECEIVER = ['name', ...Object.keys(CHANNELS).map((channel) => channel + SUFFIX)];

export function readReceivers(
  field: Field | undefined,
  global: Readonly<Record<string, unknown>>,
  check: CheckSettings,
): ReceiverConfig[] {
  const names = new Set<string>();
  return (field?.items() ?? []).map((item) => {
    const members = item.mapping(RECEIVER);
    const name = members.get('name')?.text() ?? '';
    if (name === '') item.report('missing name in receiver', 'Give it a name, for routes to point at.');
    else if (names.has(name)) {
      members
        .get('name')
        ?.report(`notification config name ${JSON.stringify(name)} is not unique`, 'Rename one of them.');
    }
    names.add(name);
    const lists = [...members].filter(([key]) => key.endsWith(SUFFIX));
    const integrations = lists.flatMap(([key, list]) =>
      list.items().map((each, index) => readIntegration(each, key.slice(0, -SUFFIX.length), index, global, check)),
    );
    return { name, integrations };
  });
}

function readIntegration(
  field: Field,
  channel: string,
  index: number,
  global: Readonly<Record<string, unknown>>,
  check: CheckSettings,
): IntegrationConfig {
  const members = field.mapping();
  const settings = (field.plain() ?? {}) as Readonly<Record<string, unknown>>;
  for (const { path, message, fix } of check(channel, settings, global)) {
    (at(field, path) ?? field).report(path === '' ? message : `${path} ${message}`, fix);
  }
  return {
    name: `${channel}[${index}]`,
    channel,
    sendResolved: members.get('send_resolved')?.boolean() ?? CHANNELS[channel] ?? true,
    settings,
  };
}

function at(field: Field, path: string): Field | undefined {
  const [first, ...rest] = path.split('.');
  if (first === undefined || first === '') return field;
  const member = field.mapping().get(first);
  return member === undefined ? undefined : (at(member, rest.join('.')) ?? member);
}
