import type { Identity } from '../identity.ts';
import type { Site } from '../site.ts';
import type { Watching } from '../watching.ts';
import type { Drift } from './drift.ts';
import { createDrift } from './drift.ts';
import type { Reloaded } from './reload.ts';
import { createReload } from './reload.ts';

/** The configuration that counts, what the files say by now, and the way from the one to the other. */
export interface RunningConfiguration {
  readonly drift: Drift;
  /** Throws what is wrong with the files. */
  reload(): Promise<Reloaded>;
}

interface Needs extends Pick<Identity, 'audit'> {
  readonly watching: Pick<Watching, 'watch'>;
}

export function keepConfiguration(site: Site, { audit, watching }: Needs): RunningConfiguration {
  const { config, loadConfig, watchSources, clock } = site;
  const drift = createDrift({ started: config, sources: watchSources, load: loadConfig, clock });
  const reload = createReload({
    ...{ running: config, load: loadConfig, apply: watching.watch.reload },
    onReloaded(next, sources) {
      drift.onReloaded(next, sources);
      audit.onReloaded([next.printable.values, sources]);
    },
  });
  return { drift, reload };
}
