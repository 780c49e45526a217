import type { ConfigChange, ConfigContent, ConfigDrift, ConfigProblem } from '@seaworthy/api';
import type { Problem } from '@seaworthy/kit/config';
import { ConfigError } from '@seaworthy/kit/config';
import type { Difference } from '../../config/compare.ts';
import { differences } from '../../config/compare.ts';
import type { Config, PrintableConfig } from '../../config/load.ts';
import { timeText } from '../../handlers/wire.ts';
import type { Clock } from '../../platform/clock.ts';
import type { WatchSources } from '../../watch/flow.ts';
import { readWatchSources } from '../../watch/read-sources.ts';
import { changedContents } from './changed-contents.ts';
import { countsAtOnce } from './reload.ts';

export interface DriftOptions {
  /** What the control plane was started with. */
  readonly started: Config;
  readonly sources: WatchSources;
  /** Reads the configuration as it is now. Throws ConfigError. */
  readonly load: () => Config;
  readonly clock: Pick<Clock, 'now'>;
}

/** What runs, and what would if the files were read now. */
export interface Drift {
  /** The configuration that counts: as it was started with, and of what a reload applies, as it was reloaded last. */
  running(): PrintableConfig;
  /** Reads the files anew and applies nothing. */
  read(): ConfigDrift;
  onReloaded(config: Config, sources: WatchSources): void;
}

export function createDrift({ started, sources, load, clock }: DriftOptions): Drift {
  let reloaded = { config: started, sources };
  const compare = (next: Config): ConfigChange[] =>
    [
      ...differences(started, next).filter(({ path }) => !countsAtOnce(path)),
      ...differences(reloaded.config, next).filter(({ path }) => countsAtOnce(path)),
    ].map(toChange);
  return {
    running: () => mixed(started.printable, reloaded.config.printable),
    read() {
      const readAt = timeText(clock.now());
      let changes: ConfigChange[] = [];
      try {
        const next = load();
        changes = compare(next);
        const now = { config: next, sources: readWatchSources(next.service) };
        return { readAt, changes, contents: told(changedContents(reloaded, now), changes), problems: [] };
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        return { readAt, changes, contents: [], problems: error.problems.map(toProblem) };
      }
    },
    onReloaded(config, now) {
      reloaded = { config, sources: now };
    },
  };
}

/** A file that came or went because its setting changed is told of by that. */
function told(contents: readonly ConfigContent[], changes: readonly ConfigChange[]): ConfigContent[] {
  return contents.filter(
    ({ section, change }) => change === 'changed' || !changes.some(({ path }) => path === section),
  );
}

function toChange({ source, running, file, ...rest }: Difference): ConfigChange {
  const effect = countsAtOnce(rest.path) ? 'reload' : 'restart';
  return { ...rest, running: running ?? null, file: file ?? null, source: source ?? null, effect };
}

function toProblem({ path, message, fix, source, file, line, column }: Problem): ConfigProblem {
  const place = [file ?? source, file === undefined ? undefined : line, file === undefined ? undefined : column];
  return { path, message, fix, place: place.filter((part) => part !== undefined).join(':') };
}

/** Sections that a reload applies are the reloaded ones. */
function mixed(started: PrintableConfig, reloaded: PrintableConfig): PrintableConfig {
  if (started === reloaded) return started;
  return {
    environment: started.environment,
    values: Object.fromEntries(mixedEntries(started.values, reloaded.values)),
    sources: Object.fromEntries(mixedEntries(started.sources, reloaded.sources)) as PrintableConfig['sources'],
  };
}

function mixedEntries(started: unknown, reloaded: unknown): [string, unknown][] {
  return [
    ...Object.entries(started as object).filter(([path]) => !countsAtOnce(path)),
    ...Object.entries(reloaded as object).filter(([path]) => countsAtOnce(path)),
  ];
}
