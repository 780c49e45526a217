import { expect, it } from 'vitest';
import { compareFiles } from './compare.ts';
import type { ManifestEntry } from './manifest.ts';

const file = (path: string, sha256 = 'a', over: Partial<ManifestEntry> = {}): ManifestEntry => ({
  ...{ path, kind: 'file', sha256, size: sha256.length },
  ...over,
});

it('tells what was added, changed and removed, by path, and counts the rest', () => {
  const from = [file('b.js'), file('lib', '', { kind: 'directory' }), file('lib/old.js'), file('same.js')];
  const to = [file('same.js'), file('b.js', 'bb'), file('new', '', { kind: 'directory' }), file('new/a.js')];
  expect(compareFiles(from, to)).toEqual({
    ...{ added: 1, changed: 1, removed: 1, unchanged: 1, omitted: 0 },
    items: [
      { path: 'b.js', change: 'changed', fromBytes: 1, toBytes: 2 },
      { path: 'lib/old.js', change: 'removed', fromBytes: 1, toBytes: null },
      { path: 'new/a.js', change: 'added', fromBytes: null, toBytes: 1 },
    ],
  });
});

it('sees that a file can be run now, and that a link leads elsewhere', () => {
  const from = [file('run'), file('current', 'v1', { kind: 'link' })];
  const to = [file('run', 'a', { kind: 'executable' }), file('current', 'v2', { kind: 'link' })];
  expect(compareFiles(from, to).items.map(({ path, change }) => [path, change])).toEqual([
    ['current', 'changed'],
    ['run', 'changed'],
  ]);
});

it('lists five hundred, and counts them all', () => {
  const many = Array.from({ length: 700 }, (_, at) => file(`f${at}`));
  const { added, items, omitted } = compareFiles([], many);
  expect([added, items.length, omitted]).toEqual([700, 500, 200]);
});
