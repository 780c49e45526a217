import type { Aliases, Option } from '@seaworthy/kit/config';
import { describeOptions } from '@seaworthy/kit/config';
import { ownKeyVariables } from './own-keys.ts';
import { ServerSection } from './server-section.ts';

/** One of the control plane's own settings with every name that sets it. */
export interface ServerOption extends Option {
  /** `--proxy-socket` for `proxy.socket`. */
  readonly flag: string;
  readonly takesValue: boolean;
}

/** One whole that a flag could only break up, with a secret that no command line may carry; `${NAME}` takes variables in. */
const inFileOnly = /^access\.oidc\./;

/** The one table of server settings: flags, environment names, help and the reference derive from it. */
export const serverOptions: readonly ServerOption[] = describeOptions(ServerSection)
  .filter(({ path }) => !inFileOnly.test(path))
  .map((option) => ({
    ...option,
    flag: `--${words(option.path).join('-')}`,
    takesValue: option.type !== 'true or false',
    variables: variablesOf(option.path),
  }));

/**
 * The loader takes names beside those that follow from the path. A flag is handed to it as a variable with the flag's
 * own name, which no real variable can have; the first name counts.
 */
export const serverAliases: Aliases = Object.fromEntries(
  serverOptions.map(({ path, flag, variables }) => [`server.${path}`, [flag, ...variables]]),
);

/** Variables with our prefix that the command line reads, and those that only tests set. */
export const othersVariables = [
  'SEAWORTHY_TOKEN',
  'SEAWORTHY_URL',
  'SEAWORTHY_CA',
  'SEAWORTHY_DEPLOYMENT_ID',
  'SEAWORTHY_TEST_*',
  ...Object.values(ownKeyVariables),
];

function variablesOf(path: string): string[] {
  const flat = `SEAWORTHY_${words(path).join('_').toUpperCase()}`;
  const nested = `SEAWORTHY__${path
    .split('.')
    .map((key) => words(key).join('_').toUpperCase())
    .join('__')}`;
  return [flat, nested];
}

/** `proxy.workers` and `stateDir` as words. */
function words(path: string): string[] {
  return path
    .replace(/([a-z])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split('.');
}
