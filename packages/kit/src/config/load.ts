import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { z } from 'zod';
import type { Check } from './check.ts';
import type { At } from './dotted.ts';
import { valueAt } from './dotted.ts';
import type { Environment } from './environment.ts';
import {
  chooseEnvironment,
  defaultEnvironments,
  defaultEnvironmentVariables,
  environmentKey,
  overlayFile,
} from './environment.ts';
import type { Lookup } from './expansion.ts';
import { explain } from './explain.ts';
import { describeOptions } from './options.ts';
import { ConfigError } from './problem.ts';
import { ProblemList } from './problem-list.ts';
import { redact } from './redact.ts';
import { runChecks } from './run-checks.ts';
import { knownKeys } from './schema-walk.ts';
import { isSecretAt, secretTexts } from './secret-places.ts';
import { isSensitiveKey } from './sensitive.ts';
import { settle } from './settle.ts';
import { sourcesOf } from './sources.ts';
import type { Mapping, Node } from './tree.ts';
import { childOf, layOver, nodeAt, plainOf, scalar, treeAt, treeOf } from './tree.ts';
import { dropUnknownKeys } from './unknown-keys.ts';
import type { Aliases } from './variable-names.ts';
import { variableNames } from './variable-names.ts';
import { layVariables } from './variables.ts';
import type { ParsedFile } from './yaml-tree.ts';
import { parseYaml } from './yaml-tree.ts';

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
  /** A copy that may be printed. */
  redacted(): unknown;
}

/**
 * The configuration from its layers: defaults < file < the environment's file < environment variables.
 * Throws a ConfigError that holds every problem of every layer, or returns what the schema made of it.
 */
export function loadConfig<S extends z.ZodType>(options: LoadOptions<S>): LoadedConfig<z.output<S>> {
  return new Loading(options).load();
}

class Loading<S extends z.ZodType> {
  readonly #problems = new ProblemList();
  readonly #lookup: Lookup;
  readonly #readFile: (path: string) => string;
  /** By file: the line from which on its YAML is broken. */
  readonly #broken = new Map<string, number>();

  constructor(private readonly options: LoadOptions<S>) {
    this.#readFile = options.readFile ?? ((path) => readFileSync(path, 'utf8'));
    for (const [name, value] of Object.entries(options.env)) if (isSensitiveKey(name)) this.#problems.hide(value ?? '');
    this.#lookup = { variable: (name) => options.env[name], file: (path) => this.#readSecret(path) };
  }

  load(): LoadedConfig<z.output<S>> {
    const { schema } = this.options;
    const base = this.#baseFile();
    const environment = this.#environment(base);
    const files = [
      this.#defaults(environment),
      base,
      this.#overlay(environment),
      this.#environmentAsValue(environment),
    ];
    for (const layer of files) if (layer) this.#hideSecrets(layer);
    const layered = files.filter((layer) => layer !== undefined).reduce<Node>(layOver, treeOf({}, this.#origin()));
    const complete = this.#withVariables(layered, environment);
    const settled = settle(complete, [schema], { lookup: this.#lookup, problems: this.#problems });
    const tree = dropUnknownKeys(settled, [schema], this.#problems);
    this.#hideSecrets(settled);
    return this.#finish(tree, environment.name);
  }

  #finish(tree: Node, environment: string): LoadedConfig<z.output<S>> {
    const { schema, checks = [] } = this.options;
    const parsed = schema.safeParse(plainOf(tree));
    if (!parsed.success) {
      const variablesOf = (path: readonly string[]) =>
        variableNames(path, this.options.prefix, this.options.aliases ?? {});
      explain(parsed.error.issues, { tree, schema, variablesOf }, this.#problems);
    }
    runChecks(checks, { tree, schema, environment, value: parsed.data }, this.#problems);
    this.#forgetWhatBrokenYamlCaused();
    if (this.#problems.size > 0 || !parsed.success) throw new ConfigError(this.#problems.sorted());
    return loaded(parsed.data, environment, tree, schema);
  }

  /** Of every layer, for a secret that another layer covers is a secret still. */
  #hideSecrets(layer: Node): void {
    for (const secret of secretTexts(this.options.schema, layer)) this.#problems.hide(secret);
  }

  #baseFile(): Node | undefined {
    const { file, text, fileRequired = true } = this.options;
    if (text !== undefined) return this.#parse(text, file ?? 'configuration');
    return file === undefined ? undefined : this.#readLayer(file, fileRequired);
  }

  #overlay(environment: Environment): Node | undefined {
    const { file } = this.options;
    if (file === undefined) return undefined;
    const overlay = this.#readLayer(overlayFile(file, environment.name), false);
    const named = childOf(overlay, environmentKey);
    if (named?.kind === 'scalar' && named.value !== environment.name) {
      const message = `the file for ${environment.name} cannot choose another environment`;
      this.#problems.add({ path: environmentKey, message, fix: 'Remove the key here.' }, named.place);
    }
    return overlay;
  }

  #readLayer(file: string, required: boolean): Node | undefined {
    const read = this.#tryRead(file);
    if ('text' in read) return this.#parse(read.text, file);
    if (read.missing && !required) return undefined;
    this.#problems.add(
      {
        path: '',
        message: `the file cannot be read: ${read.reason}`,
        fix: 'Create it, or correct its path and rights.',
      },
      { source: file, file },
    );
    this.#broken.set(file, 0);
    return undefined;
  }

  #parse(text: string, file: string): Node | undefined {
    this.#problems.nameFile(file);
    const { tree, brokenAtLine }: ParsedFile = parseYaml(text, file, this.#problems);
    if (brokenAtLine !== undefined) this.#broken.set(file, brokenAtLine);
    if (tree === undefined || tree.kind === 'mapping') return tree;
    if (brokenAtLine === undefined) {
      this.#problems.add(
        { path: '', message: 'expected keys and values, got something else', fix: 'Write "key: value" lines.' },
        tree.place,
      );
      this.#broken.set(file, 0);
    }
    return undefined;
  }

  #environment(base: Node | undefined): Environment {
    const {
      env,
      prefix,
      environments = defaultEnvironments,
      environmentVariable = defaultEnvironmentVariables,
    } = this.options;
    const prefixed = prefix === undefined ? [] : variableNames([environmentKey], prefix, {});
    const written = childOf(base, environmentKey);
    const expanded = written && settle(written, [], { lookup: this.#lookup, problems: this.#problems }, environmentKey);
    return chooseEnvironment(
      {
        allowed: environments,
        env,
        variables: [...prefixed, ...[environmentVariable].flat()],
        written: expanded?.kind === 'scalar' ? expanded : undefined,
        fallback: environments[0] ?? 'local',
      },
      this.#problems,
    );
  }

  #defaults({ name }: Environment): Node | undefined {
    const { defaults } = this.options;
    return defaults && treeOf(typeof defaults === 'function' ? defaults(name) : defaults, { source: 'default' });
  }

  /** The chosen name is the value of the key, whichever source chose it; a schema without the key never sees it. */
  #environmentAsValue({ name, place }: Environment): Node | undefined {
    const known = knownKeys([this.options.schema]).keys.includes(environmentKey);
    return known ? treeAt([environmentKey], scalar(name, place)) : undefined;
  }

  #withVariables(layered: Node, environment: Environment): Node {
    const { schema, prefix, aliases = {}, knownVariables = [], env } = this.options;
    const chosenBy = prefix === undefined ? [] : variableNames([environmentKey], prefix, {});
    const paths = describeOptions(schema)
      .filter(({ path }) => !/\[\]|</.test(path))
      .map(({ path }) => path.split('.'));
    const layer = { env, schema, prefix, aliases, known: [...knownVariables, ...chosenBy], paths };
    const tree = layVariables(layered, layer, this.#problems);
    return this.#environmentAsValue(environment) || tree.kind !== 'mapping' ? tree : without(tree, environmentKey);
  }

  /** A broken line shifts what follows it: what the schema thinks of that, or misses, would only mislead. */
  #forgetWhatBrokenYamlCaused(): void {
    if (this.#broken.size === 0) return;
    this.#problems.keep(({ problem, absent }) => {
      const brokenAt = problem.file === undefined ? undefined : this.#broken.get(problem.file);
      const isOwn = problem.path === '' && problem.file !== undefined;
      return isOwn || (!absent && (brokenAt === undefined || (problem.line ?? 0) < brokenAt));
    });
  }

  #readSecret(path: string): ReturnType<Lookup['file']> {
    const { file } = this.options;
    return this.#tryRead(isAbsolute(path) || file === undefined ? path : join(dirname(file), path));
  }

  #tryRead(path: string): { text: string } | { reason: string; missing: boolean } {
    try {
      return { text: this.#readFile(path) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return { reason: readFailures[code] ?? code, missing: code === 'ENOENT' };
    }
  }

  #origin() {
    const { file, text } = this.options;
    const name = file ?? (text === undefined ? undefined : 'configuration');
    return name === undefined ? { source: 'default' } : { source: `${name}:1`, file: name, line: 1, column: 1 };
  }
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'its rights do not allow it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};

function without(tree: Mapping, key: string): Node {
  return { ...tree, entries: new Map([...tree.entries].filter(([each]) => each !== key)) };
}

function loaded<T>(value: T, environment: string, tree: Node, schema: z.ZodType): LoadedConfig<T> {
  const isSecretPath = (path: string) => isSecretAt(schema, path.split('.'), nodeAt(tree, path.split('.')));
  return {
    value,
    environment,
    sources: sourcesOf(value, tree),
    get: (path: string, fallback?: unknown) => (valueAt(value, path) ?? fallback) as never,
    redacted: () => redact(value, { isSecretPath }),
  };
}
