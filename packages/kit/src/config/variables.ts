import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import { coerce } from './coerce.ts';
import { holdsUnexpanded } from './expansion.ts';
import type { ProblemList } from './problem-list.ts';
import type { Schema } from './schema-walk.ts';
import { schemasAt } from './schema-walk.ts';
import { suggest } from './suggest.ts';
import type { Node } from './tree.ts';
import { layOver, treeAt, treeOf } from './tree.ts';
import type { Aliases } from './variable-names.ts';
import { pathOf, splitName, variableNames } from './variable-names.ts';

export interface VariableLayer {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly schema: Schema;
  readonly prefix: string | undefined;
  readonly aliases: Aliases;
  /** Names with the prefix that belong to others: `SEAWORTHY_TOKEN`, or `SEAWORTHY_TEST_*`. */
  readonly known: readonly string[];
  /** Dot paths of all settings, to suggest one from. */
  readonly paths: readonly (readonly string[])[];
}

interface Setting {
  readonly name: string;
  readonly path: readonly string[];
  readonly text: string;
  /** Of two variables for one setting, the higher counts. */
  readonly rank: number;
}

/** The tree with the environment variables laid over it: aliases first, then the prefixed ones, the more specific later. */
export function layVariables(tree: Node, layer: VariableLayer, problems: ProblemList): Node {
  const settings = [...fromAliases(layer), ...fromPrefix(tree, layer, problems)].sort(
    (a, b) => a.rank - b.rank || a.name.localeCompare(b.name),
  );
  return settings.reduce((base, setting) => layOver(base, nodeOf(setting, layer, problems)), tree);
}

function fromAliases({ aliases, env }: VariableLayer): Setting[] {
  return Object.entries(aliases).flatMap(([path, names]) =>
    names.toReversed().flatMap((name, index) => {
      const text = env[name];
      return text === undefined ? [] : [{ name, path: path.split('.'), text, rank: -names.length + index }];
    }),
  );
}

function fromPrefix(tree: Node, layer: VariableLayer, problems: ProblemList): Setting[] {
  const { prefix, env } = layer;
  if (prefix === undefined) return [];
  return Object.entries(env).flatMap(([name, text]) => {
    const split = splitName(name, prefix);
    if (!split || text === undefined || isOthers(name, text, layer)) return [];
    const path = pathOf(split.segments, layer.schema, tree);
    if (path) return [{ name, path, text, rank: path.length * 2 + (split.doubled ? 1 : 0) }];
    reportUnknown(name, prefix, layer, problems);
    return [];
  });
}

function isOthers(name: string, text: string, { known, aliases, env }: VariableLayer): boolean {
  const listed = known.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
  return listed || Object.values(aliases).some((names) => names.includes(name)) || isServiceLink(name, text, env);
}

/** Kubernetes gives each pod `APP_PORT=tcp://…` and the like for a Service called "app"; nobody set those as settings. */
function isServiceLink(name: string, text: string, env: VariableLayer['env']): boolean {
  if (env['KUBERNETES_SERVICE_HOST'] === undefined) return false;
  return (
    /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?$/.test(name) ||
    (/_PORT$/.test(name) && /^(tcp|udp|sctp):\/\//.test(text))
  );
}

function reportUnknown(name: string, prefix: string, { paths }: VariableLayer, problems: ProblemList): void {
  const candidates = paths.map((path) => variableNames(path, prefix, {})[0] ?? '');
  const meant = suggest(name, candidates);
  const fix = meant ? `Did you mean ${meant}?` : 'Remove it, or correct its name.';
  problems.add({ path: '', message: `this variable names no setting`, fix }, { source: `env ${name}` });
}

function nodeOf(setting: Setting, { schema }: VariableLayer, problems: ProblemList): Node {
  const place = { source: `env ${setting.name}` };
  const path = setting.path.join('.');
  const secret = isSensitiveKey(setting.name) || setting.path.some(isSensitiveKey);
  if (secret) problems.hide(setting.text);
  if (holdsUnexpanded(setting.text)) {
    const message = `the variable ${setting.name} holds a literal \${…} that nothing expanded`;
    problems.add({ path, message, fix: 'Put the real value there.' }, place);
  }
  const value = coerce(setting.text, schemasAt(schema, setting.path));
  return treeAt(setting.path, treeOf(value, place, secret));
}
