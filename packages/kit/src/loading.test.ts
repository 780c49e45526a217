import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const valueImport = /^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)';/gm;

/** The packages that importing `entry` loads: its value imports, followed through the files of the kit. */
function packagesOf(entry: URL, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(entry.href)) return packages;
  seen.add(entry.href);
  for (const [, target = ''] of readFileSync(entry, 'utf8').matchAll(valueImport)) {
    if (target.startsWith('.')) for (const name of packagesOf(new URL(target, entry), seen)) packages.add(name);
    else if (!target.startsWith('node:')) packages.add(target);
  }
  return packages;
}

it.each([
  ['.', []],
  ['audit', []],
  ['context', []],
  ['health', []],
  ['resilience', []],
  ['shutdown', []],
  ['logging', []],
  ['metrics', []],
  ['tracing', []],
  ['config', ['yaml', 'zod']],
])('importing %s loads %j and no other package', (part, expected) => {
  const entry = new URL(`./${part}/index.ts`, import.meta.url);
  expect([...packagesOf(entry)].toSorted()).toEqual(expected);
});
