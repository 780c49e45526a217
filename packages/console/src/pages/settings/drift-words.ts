import type { ConfigDrift } from '@seaworthy/api';

/** How much a reload applies, and how much waits for the next start. */
export function driftCounts({ changes, contents }: Pick<ConfigDrift, 'changes' | 'contents'>) {
  const later = changes.filter(({ effect }) => effect === 'restart').length;
  return { atOnce: changes.length - later + contents.length, later };
}

/** What a reload would do, in a sentence. */
export function reloadText(drift: ConfigDrift | undefined): string {
  if (drift === undefined) return 'The configuration and the files that it names are read anew.';
  if (drift.problems.length > 0) return 'There are mistakes in the files: as long as they are there, it is refused.';
  const { atOnce, later } = driftCounts(drift);
  if (atOnce + later === 0) return 'Nothing has changed since they were read last.';
  const applied = atOnce === 0 ? 'Nothing of it counts at once' : `${changesText(atOnce)} at once`;
  return later === 0 ? `${applied}.` : `${applied}; ${changesText(later)} only after a restart.`;
}

function changesText(count: number): string {
  return count === 1 ? '1 change counts' : `${count} changes count`;
}
