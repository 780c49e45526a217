import { isDeepStrictEqual } from 'node:util';
import type { ConfigContent } from '@seaworthy/api';
import type { Config } from '../../config/load.ts';
import type { WatchSources } from '../../watch/flow.ts';

/** A configuration with what the files that it names say. */
export interface ReadConfig {
  readonly config: Pick<Config, 'service'>;
  readonly sources: WatchSources;
}

/** Files that say something else than what was read of them. What they say is not told: they hold secrets. */
export function changedContents(before: ReadConfig, now: ReadConfig): ConfigContent[] {
  return [
    ...changedFiles('rules', rulesByFile(before), rulesByFile(now)),
    ...changedFiles('alerting', alertingByFile(before), alertingByFile(now)),
    ...changedFiles('dashboards', dashboardsByFile(before), dashboardsByFile(now)),
  ];
}

type ByFile = ReadonlyMap<string, unknown>;

function changedFiles(section: ConfigContent['section'], before: ByFile, now: ByFile): ConfigContent[] {
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((file) => {
    const change = !before.has(file) ? 'added' : !now.has(file) ? 'removed' : 'changed';
    const isSame = change === 'changed' && isDeepStrictEqual(before.get(file), now.get(file));
    return isSame ? [] : [{ section, file, change } as const];
  });
}

/** Those of objectives follow from settings, not from a file. */
function rulesByFile({ sources: { rules } }: ReadConfig): ByFile {
  return grouped(rules.filter(({ file }) => file !== 'slos').map((group) => [group.file, group]));
}

function alertingByFile({ config: { service }, sources }: ReadConfig): ByFile {
  return new Map(service.alertingFile === undefined ? [] : [[service.alertingFile, sources.alerting]]);
}

function dashboardsByFile({ sources: { dashboards } }: ReadConfig): ByFile {
  return grouped((dashboards?.() ?? []).flatMap((each) => (each.file === null ? [] : [[each.file, each]])));
}

function grouped(pairs: readonly (readonly [file: string, content: unknown])[]): ByFile {
  const files = new Map<string, unknown[]>();
  for (const [file, content] of pairs) files.set(file, [...(files.get(file) ?? []), content]);
  return files;
}
