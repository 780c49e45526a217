import type { Option } from '@seaworthy/kit/config';
import { describeOptions } from '@seaworthy/kit/config';
import { serverOptions } from './server-names.ts';
import { ServiceFile } from './service-file.ts';

/** One setting with all its names: what `seaworthy config options` lists, and the reference is made from. */
export interface ConfigOption extends Option {
  /** Only the control plane's own settings have one. */
  readonly flag: string | undefined;
}

/** Every setting of `seaworthy.yaml` in the order in which the page is read. */
export function configOptions(): readonly ConfigOption[] {
  const flags = new Map(serverOptions.map((option) => [`server.${option.path}`, option]));
  return describeOptions(ServiceFile, { prefix: 'SEAWORTHY' }).map((option) => {
    const own = flags.get(option.path);
    const help = checkedOnly.test(option.path) ? `${option.help ?? ''} Checked, not acted on yet.`.trim() : option.help;
    return { ...option, help, flag: own?.flag, variables: own?.variables ?? option.variables };
  });
}

/** Sections whose mistakes are told today, and whose parts nothing starts yet. */
const checkedOnly = /^(?:metrics|rules)\b/;
