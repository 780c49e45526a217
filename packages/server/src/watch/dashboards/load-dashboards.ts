import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Problem } from '@seaworthy/kit/config';
import { findFiles } from '../rules/file/find-files.ts';
import type { DashboardDefinition } from './definition.ts';
import { dashboardPresets } from './presets.ts';
import { readDashboard } from './read-dashboard.ts';

export interface DashboardSources {
  /** Absolute paths, which may be patterns. */
  readonly files: readonly string[];
  /** Files are told of relative to this folder. */
  readonly directory: string;
}

export interface LoadedDashboards {
  /** Those of files first; one that is named like a preset stands in its place. Presets are read when first asked for. */
  readonly dashboards: () => readonly DashboardDefinition[];
  readonly problems: readonly Problem[];
}

/** Reads the dashboards that a configuration names, and adds those that come with Seaworthy. */
export function loadDashboards({ files, directory }: DashboardSources): LoadedDashboards {
  const paths = [...new Set(files.flatMap((pattern) => findFiles(pattern, directory)))];
  const read = paths.map((path) => {
    const origin = { source: 'file', shown: relative(directory, path) } as const;
    return { path, ...readDashboard(readFileSync(path, 'utf8'), path, origin) };
  });
  const own = read.flatMap(({ dashboard, path }) => (dashboard ? [{ dashboard, path }] : []));
  const names = own.map(({ dashboard }) => dashboard.name);
  const missing = files.filter((each) => !/[*?[]/.test(each) && findFiles(each, directory).length === 0);
  let all: readonly DashboardDefinition[] | undefined;
  return {
    dashboards() {
      all ??= [...own.map(({ dashboard }) => dashboard), ...presets().filter(({ name }) => !names.includes(name))];
      return all;
    },
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...own.flatMap(({ dashboard: { name }, path }, index) => {
        const first = names.indexOf(name);
        return first === index ? [] : [nameTwice(name, path, own[first]?.path ?? '')];
      }),
      ...missing.map(missingFile),
    ],
  };
}

function presets(): readonly DashboardDefinition[] {
  return dashboardPresets().flatMap(({ text, file }) => {
    const { dashboard } = readDashboard(text, file, { source: 'preset', shown: null });
    return dashboard ? [dashboard] : [];
  });
}

function nameTwice(name: string, file: string, other: string): Problem {
  const message = `the dashboard "${name}" stands in ${other} too`;
  return { path: 'name', message, fix: 'Give each a name of its own.', source: file, file };
}

function missingFile(file: string): Problem {
  const fix = 'Make it, or remove it from dashboards.';
  return { path: 'dashboards', message: `there is no file ${file}`, fix, source: file };
}
