import { readFileSync } from 'node:fs';
import type { Problem } from '@seaworthy/kit/config';
import type { GroupDefinition } from './file/definition.ts';
import { findFiles } from './file/find-files.ts';
import { readRuleFile } from './file/read-rule-file.ts';
import { rulePresets } from './presets.ts';

export interface RuleSources {
  /** Absolute paths, which may be patterns. */
  readonly files: readonly string[];
  readonly presets: readonly string[];
}

export interface LoadedRules {
  readonly groups: readonly GroupDefinition[];
  /** Of all files; with any of them, none is to be used. */
  readonly problems: readonly Problem[];
  /** Files that were named and are not there. A pattern that nothing matches is none of them. */
  readonly missing: readonly string[];
}

/** Reads what a configuration names; a file that is named twice counts once. */
export function loadRules({ files, presets }: RuleSources): LoadedRules {
  const found = files.map((pattern) => ({ pattern, paths: findFiles(pattern, '/') }));
  const paths = [...new Set(found.flatMap((each) => each.paths))];
  const read = [
    ...rulePresets()
      .filter(({ name }) => presets.includes(name))
      .map(({ name, text }) => readRuleFile(text, `preset:${name}`)),
    ...paths.map((path) => readRuleFile(readFileSync(path, 'utf8'), path)),
  ];
  return {
    groups: read.flatMap(({ groups }) => groups),
    problems: read.flatMap(({ problems }) => problems),
    missing: found
      .filter(({ pattern, paths: none }) => none.length === 0 && !/[*?[]/.test(pattern))
      .map(({ pattern }) => pattern),
  };
}
