import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config, ConfigSources } from '@seaworthy/server/config';
import { CliError, ConfigRefusal } from '../failure.ts';
import type { Host } from '../terminal/host.ts';

export const defaultConfigFile = 'seaworthy.yaml';

/** By flag, as the control plane takes them: `{'--listen': '7171'}`. */
export type ServerFlags = Readonly<Record<string, string>>;

/** Loads the configuration as the control plane will. Throws all that is wrong with it at once. */
export async function loadOffline(given: string | undefined, host: Host, flags: ServerFlags = {}): Promise<Config> {
  const { loadConfiguration } = await import('@seaworthy/server/config');
  return readWith(loadConfiguration, given, host, flags);
}

/** The same with the rule and alerting files that it names. */
export async function checkOffline(given: string | undefined, host: Host): Promise<Config> {
  const { checkConfiguration } = await import('@seaworthy/server/check');
  return readWith(checkConfiguration, given, host, {});
}

function readWith(read: (sources: ConfigSources) => Config, given: string | undefined, host: Host, flags: ServerFlags) {
  const file = resolve(host.cwd, given ?? defaultConfigFile);
  if (!existsSync(file)) {
    throw new CliError('config_invalid', `There is no ${file}.`, { hint: 'Name the file with -f FILE.' });
  }
  try {
    return read({ file: given ?? defaultConfigFile, cwd: host.cwd, env: host.env, flags });
  } catch (error) {
    throw isConfigError(error) ? refusal(error) : error;
  }
}

/** What the loader throws; it names itself, so that its package need not be ours. */
interface ConfigError extends Error {
  readonly code: 'config_invalid';
  readonly problems: readonly { readonly path: string; readonly message: string; readonly fix: string }[];
}

export function isConfigError(error: unknown): error is ConfigError {
  return error instanceof Error && (error as Partial<ConfigError>).code === 'config_invalid';
}

/** Its message holds one line for each problem, in their order. */
export function refusal(error: ConfigError): ConfigRefusal {
  const lines = error.message.split('\n');
  return new ConfigRefusal(error.problems.map((problem, index) => ({ ...problem, text: lines[index] ?? '' })));
}
