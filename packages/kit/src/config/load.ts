import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import type { Check } from './check.ts';
import type { At } from './dotted.ts';
import { valueAt } from './dotted.ts';
import type { Environment } from './environment.ts';
import { chooseEnvironment, defaultEnvironments, defaultEnvironmentVariables, environmentKey } from './environment.ts';
import type { Lookup } from './expansion.ts';
import { explain } from './explain.ts';
import { hintOf } from './hint.ts';
import { LayerFiles } from './layer-files.ts';
import { describeOptions } from './options.ts';
import { ConfigError } from './problem.ts';
import { ProblemList } from './problem-list.ts';
import { redact } from './redact.ts';
import { runChecks } from './run-checks.ts';
import { knownKeys, schemasAt } from './schema-walk.ts';
import { isSecretAt, secretTexts } from './secret-places.ts';
import { settle } from './settle.ts';
import { sourcesOf } from './sources.ts';
import type { Node } from './tree.ts';
import { childOf, layOver, nodeAt, plainOf, scalar, treeAt, treeOf } from './tree.ts';
import { dropUnknownKeys } from './unknown-keys.ts';
import type { Aliases } from './variable-names.ts';
import { variableNames } from './variable-names.ts';
import { layVariables } from './variables.ts';

export interface LoadOptions<S extends z.ZodType> {
  readonly schema: S;
  /** The base file; `<name>.<environment>.yaml` beside it is laid over it. */
  readonly file?: string;
  /** The base file's text, when it was read already. */
  readonly text?: string;
  /** Whether a base file that does not exist is an error. Default true. */
  readonly fileRequired?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `APP`: the variables `APP__A__B`, `APP_A__B` and `APP_DEBUG` set values. Without it only aliases do. */
  readonly prefix?: string;
  readonly aliases?: Aliases;
  /** Variables with the prefix that belong to others; a `*` at the end stands for any rest. */
  readonly knownVariables?: readonly string[];
  /** Variables that choose the environment, the first that is set. Default DEPLOYMENT_ENV, ENVIRONMENT. */
  readonly environmentVariable?: string | readonly string[];
  /** Default local, staging, production, docker; the first stands in when nothing names one. */
  readonly environments?: readonly string[];
  /** The lowest layer, for all environments or as a profile of each. */
  readonly defaults?: object | ((environment: string) => object);
  readonly checks?: readonly Check[];
  /** Throws as `fs.readFileSync` does. */
  readonly readFile?: (path: string) => string;
}

export interface LoadedConfig<T> {
  readonly value: T;
  readonly environment: string;
  /** By dot path: `default`, `seaworthy.yaml:12` or `env NAME`. */
  readonly sources: ReadonlyMap<string, string>;
  get<P extends string>(path: P): At<T, P>;
  get<P extends string, F>(path: P, fallback: F): NonNullable<At<T, P>> | F;
  /** A copy that may be printed: no secrets, and durations, sizes and ratios as people write them. */
  redacted(): unknown;
}

/**
 * The configuration from its layers: defaults < file < the environment's file < environment variables.
 * Throws a ConfigError that holds every problem of every layer, or returns what the schema made of it.
 */
export function loadConfig<S extends z.ZodType>(options: LoadOptions<S>): LoadedConfig<z.output<S>> {
  return new Loading(options).load();
}

/** One loading: what its steps share is the options and the list of problems. */
class Loading<S extends z.ZodType> {
  readonly #problems = new ProblemList();
  readonly #files: LayerFiles;
  readonly #lookup: Lookup;

  constructor(private readonly options: LoadOptions<S>) {
    const { env, file, text, fileRequired = true, readFile = (path) => readFileSync(path, 'utf8') } = options;
    this.#files = new LayerFiles({ file, text, fileRequired, readFile }, this.#problems);
    this.#lookup = { variable: (name) => env[name], file: (path) => this.#files.secret(path) };
    for (const [name, value] of Object.entries(env)) if (isSensitiveKey(name)) this.#problems.hide(value ?? '');
  }

  load(): LoadedConfig<z.output<S>> {
    const { schema } = this.options;
    const base = this.#files.base();
    const environment = this.#environment(base);
    const overlay = this.#files.overlay(environment.name);
    const layers = [this.#defaults(environment), base, overlay, this.#environmentAsValue(environment)];
    const written = layers.filter((layer) => layer !== undefined);
    const layered = this.#withVariables(written.reduce<Node>(layOver, treeOf({}, this.#files.origin())));
    const settled = settle(layered, [schema], { lookup: this.#lookup, problems: this.#problems });
    const tree = dropUnknownKeys(settled, [schema], this.#problems);
    // Of every layer, for a secret that another layer covers is a secret still.
    for (const each of [...written, settled, tree]) this.#hideSecretsOf(each);
    return this.#finish(tree, environment.name);
  }

  #finish(tree: Node, environment: string): LoadedConfig<z.output<S>> {
    const { schema, checks = [], prefix, aliases = {} } = this.options;
    const parsed = schema.safeParse(plainOf(tree));
    if (!parsed.success) {
      const variablesOf = (path: readonly string[]) => variableNames(path, prefix, aliases);
      explain(parsed.error.issues, { tree, schema, variablesOf }, this.#problems);
    }
    runChecks(checks, { tree, schema, environment, value: parsed.data }, this.#problems);
    this.#problems.keep(({ problem, absent }) => !this.#files.mayMislead(problem, absent));
    if (this.#problems.size > 0 || !parsed.success) throw new ConfigError(this.#problems.sorted());
    return loaded(parsed.data, environment, tree, schema);
  }

  #environment(base: Node | undefined): Environment {
    const { env, environments = defaultEnvironments, environmentVariable = defaultEnvironmentVariables } = this.options;
    const key = childOf(base, environmentKey);
    const written = key && settle(key, [], { lookup: this.#lookup, problems: this.#problems }, environmentKey);
    const choice = {
      allowed: environments,
      env,
      variables: [...this.#prefixedEnvironmentVariables(), ...[environmentVariable].flat()],
      written: written?.kind === 'scalar' ? written : undefined,
      fallback: environments[0] ?? 'local',
    };
    return chooseEnvironment(choice, this.#problems);
  }

  #prefixedEnvironmentVariables(): readonly string[] {
    const { prefix } = this.options;
    return prefix === undefined ? [] : variableNames([environmentKey], prefix, {});
  }

  #defaults({ name }: Environment): Node | undefined {
    const { defaults } = this.options;
    return defaults && treeOf(typeof defaults === 'function' ? defaults(name) : defaults, { source: 'default' });
  }

  /** The chosen name is the value of the key, whichever source chose it; a schema without the key never sees it. */
  #environmentAsValue({ name, place }: Environment): Node | undefined {
    return this.#schemaHasEnvironment() ? treeAt([environmentKey], scalar(name, place)) : undefined;
  }

  #schemaHasEnvironment(): boolean {
    return knownKeys([this.options.schema]).keys.includes(environmentKey);
  }

  #withVariables(written: Node): Node {
    const { schema, prefix, aliases = {}, knownVariables = [], env } = this.options;
    const paths = describeOptions(schema).flatMap(({ path }) => (/\[\]|</.test(path) ? [] : [path.split('.')]));
    const known = [...knownVariables, ...this.#prefixedEnvironmentVariables()];
    const tree = layVariables(written, { env, schema, prefix, aliases, known, paths }, this.#problems);
    return this.#schemaHasEnvironment() ? tree : without(tree, environmentKey);
  }

  #hideSecretsOf(layer: Node): void {
    for (const secret of secretTexts(this.options.schema, layer)) this.#problems.hide(secret);
  }
}

function without(tree: Node, key: string): Node {
  if (tree.kind !== 'mapping') return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([each]) => each !== key)) };
}

/** With its unit, where the place has one. */
function printedAt(schema: z.ZodType, path: string, value: number): unknown {
  const hint = schemasAt(schema, path.split('.')).map(hintOf).find(isPresent);
  return hint?.print?.(value) ?? value;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function loaded<T>(value: T, environment: string, tree: Node, schema: z.ZodType): LoadedConfig<T> {
  const isSecretPath = (path: string) => isSecretAt(schema, path.split('.'), nodeAt(tree, path.split('.')));
  return {
    value,
    environment,
    sources: sourcesOf(value, tree),
    get: (path: string, fallback?: unknown) => (valueAt(value, path) ?? fallback) as never,
    redacted: () => redact(value, { isSecretPath, print: (number, path) => printedAt(schema, path, number) }),
  };
}
