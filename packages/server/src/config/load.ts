import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LoadOptions, Problem } from '@seaworthy/kit/config';
import { ConfigError, loadConfig } from '@seaworthy/kit/config';
import { checks } from './checks.ts';
import { environments } from './environments.ts';
import { hiddenMarks } from './hidden-marks.ts';
import { normalizeServer, normalizeService } from './normalize.ts';
import { readOwnKeys } from './own-keys.ts';
import type { ServerConfig } from './server-config.ts';
import { othersVariables, serverAliases, serverOptions } from './server-names.ts';
import type { ServiceConfig } from './service-config.ts';
import { ServiceFile } from './service-file.ts';

/** Everything that the control plane is told, from all sources; only normalized types travel on. */
export interface Config {
  readonly service: ServiceConfig;
  readonly server: ServerConfig;
  readonly printable: PrintableConfig;
  /** Marks of the values that `printable` hides, by dot path: they tell whether a secret has changed. */
  readonly hidden: ReadonlyMap<string, string>;
}

/** For people: what each setting is and where it comes from, secrets hidden. */
export interface PrintableConfig {
  readonly environment: string;
  readonly values: unknown;
  readonly sources: Readonly<Record<string, string>>;
}

export interface ConfigSources {
  /** As it was named: problems are told with this name. */
  readonly file: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values of server settings from the command line, by flag: `{'--listen': '7171'}`. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly readFile?: (path: string) => string;
}

/** Longest path of a Unix socket, with its closing zero, in Linux' `sockaddr_un`. */
const socketPathBytes = 108;

/** Loads, normalizes and checks. Throws one ConfigError with every problem of every source. */
export function loadConfiguration(sources: ConfigSources): Config {
  try {
    return load(sources);
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(error.problems.map(nameFlag)) : error;
  }
}

function load(given: ConfigSources): Config {
  const loaded = loadConfig(loadOptions(given));
  const file = resolve(given.cwd, given.file);
  const isFromFile = (path: string) => !/^(default$|env )/.test(loaded.sources.get(path) ?? 'default');
  const normalizing = { file, cwd: given.cwd, isFromFile };
  const server = normalizeServer(loaded.value.server, readOwnKeys(given.env), normalizing);
  refuseLongSocket(server.proxySocket);
  const values = loaded.redacted();
  return {
    service: normalizeService(loaded.value, normalizing),
    server,
    printable: {
      environment: loaded.environment,
      values,
      sources: Object.fromEntries([...loaded.sources].map(([path, source]) => [path, flagOf(source)])),
    },
    hidden: hiddenMarks(loaded.value, values),
  };
}

function loadOptions({ file, cwd, env, flags = {}, readFile }: ConfigSources): LoadOptions<typeof ServiceFile> {
  return {
    schema: ServiceFile,
    file,
    env: { ...withoutOverridden(env, flags), ...flags },
    prefix: 'SEAWORTHY',
    aliases: serverAliases,
    knownVariables: othersVariables,
    environments,
    checks,
    readFile: readFile ?? ((path) => readFileSync(resolve(cwd, path), 'utf8')),
  };
}

/** A variable that follows from a setting's path counts before all aliases; where a flag is given, it must not be there. */
function withoutOverridden(env: ConfigSources['env'], flags: Readonly<Record<string, string>>): ConfigSources['env'] {
  const given = serverOptions.filter(({ flag }) => flags[flag] !== undefined);
  const overridden = new Set(given.flatMap(({ path }) => variableNames(['server', ...path.split('.')])));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !overridden.has(name)));
}

function variableNames(path: readonly string[]): string[] {
  const words = path.map((key) => key.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('__');
  return [`SEAWORTHY__${words}`, `SEAWORTHY_${words}`];
}

function nameFlag(problem: Problem): Problem {
  return { ...problem, source: flagOf(problem.source) };
}

function flagOf(source: string): string {
  return source.replace(/^env --/, 'flag --');
}

function refuseLongSocket(path: string): void {
  const bytes = Buffer.byteLength(path) + 1;
  if (bytes <= socketPathBytes) return;
  const message = `the socket's path is too long for Linux: ${bytes} bytes of at most ${socketPathBytes}`;
  const fix = 'Use a state folder with a shorter path: --state-dir, or --proxy-socket.';
  throw new ConfigError([{ path: 'server.proxy.socket', message, fix, source: path }]);
}
