import type { Problem } from '@seaworthy/kit/config';
import { ConfigError, formatProblems } from '@seaworthy/kit/config';
import { differences } from '../../config/compare.ts';
import type { Config } from '../../config/load.ts';
import { HttpError } from '../../http/errors.ts';
import type { WatchSources } from '../../watch/flow.ts';
import { readWatchSources } from '../../watch/read-sources.ts';

export interface ReloadOptions {
  /** What the control plane was started with. */
  readonly running: Config;
  /** Reads the configuration as it is now. Throws ConfigError. */
  readonly load: () => Config;
  readonly apply: (sources: WatchSources) => Promise<void>;
  /** Told of what counts from now on. */
  readonly onReloaded?: (config: Config, sources: WatchSources) => void;
}

export interface Reloaded {
  /** Settings that have changed since the start, and count from the next one on. */
  readonly needsRestart: readonly string[];
}

/** What takes effect at once: sections of the file, and the content of the files that they name. */
const atOnce = /^(?:rules|alerting|dashboards|slos)(?:$|\.)/;

/** Whether a setting counts from a reload on; the others wait for a restart. */
export function countsAtOnce(path: string): boolean {
  return atOnce.test(path);
}

/**
 * Reads the configuration and the files that it names anew. With any mistake in any of them nothing changes. Reloads
 * that meet run one after the other.
 */
export function createReload({ running, load, apply, onReloaded }: ReloadOptions): () => Promise<Reloaded> {
  let last: Promise<unknown> = Promise.resolve();
  const reload = async () => {
    const next = load();
    const sources = readWatchSources(next.service);
    await apply(sources);
    onReloaded?.(next, sources);
    return { needsRestart: differences(running, next).flatMap(({ path }) => (countsAtOnce(path) ? [] : [path])) };
  };
  return () => {
    const now = last.then(reload).catch(refuse);
    last = now.catch(() => {});
    return now;
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  const details = error.problems.map((problem) => ({ path: problem.path, message: inWords(problem) }));
  throw new HttpError('config_invalid', 'The configuration is not valid: nothing has changed.', details);
}

function inWords(problem: Problem): string {
  return formatProblems([{ ...problem, path: '' }]);
}
