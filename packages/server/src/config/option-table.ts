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
    return { ...option, flag: own?.flag, variables: own?.variables ?? option.variables };
  });
}
