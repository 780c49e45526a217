import type { ServerOption } from '@seaworthy/server/config';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { ServerFlags } from './offline.ts';

/** `--state-dir` is there for every verb. */
const elsewhere = ['--state-dir'];

/** The control plane's own settings as options of `up`, from the one table that describes them. */
export function addServerFlags(command: Command, options: readonly ServerOption[]): void {
  for (const { flag, takesValue, help, default: fallback } of options) {
    if (elsewhere.includes(flag)) continue;
    const text = `${help}${fallback === undefined || fallback === '' ? '' : ` (default: ${fallback})`}`;
    command.addOption(new Option(takesValue ? `${flag} <value>` : flag, text).helpGroup('Control plane:'));
  }
}

/** What was given of them, by flag. */
export function givenFlags(given: Readonly<Record<string, unknown>>, options: readonly ServerOption[]): ServerFlags {
  const pairs = options
    .filter(({ flag }) => !elsewhere.includes(flag))
    .map(({ flag }) => [flag, given[new Option(flag).attributeName()]] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs.map(([flag, value]) => [flag, String(value)]));
}
