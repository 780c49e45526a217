import { describe, expect, it } from 'vitest';
import { checkLinks, entryPath } from './safe-path.ts';

describe('the path of an entry', () => {
  it.each([
    ['./server.js', 'server.js'],
    ['public//a/', 'public/a'],
    ['.', ''],
    ['..hidden/...', '..hidden/...'],
  ])('%j names %j', (raw, path) => {
    expect(entryPath(raw)).toBe(path);
  });

  it.each(['/etc/passwd', '../up', 'a/../../up', 'a/..', 'a\0b', 'n'.repeat(256), '\uFFFD'])('%j is refused', (raw) => {
    expect(() => entryPath(raw)).toThrow(expect.objectContaining({ code: 'release_rejected' }));
  });
});

describe('links', () => {
  const check = (links: Record<string, string>) => () => checkLinks(new Map(Object.entries(links)));

  it.each([
    [{ latest: 'v2' }],
    [{ 'bin/tool': '../lib/tool.js' }],
    [{ a: 'b', b: 'c' }],
    [{ 'deep/er/root': '../..', x: 'deep/er/root/file' }],
  ])('%j stay inside', (links) => {
    expect(check(links)).not.toThrow();
  });

  it.each([
    [{ passwords: '/etc/passwd' }, 'passwords'],
    [{ 'a/b': '../../up' }, 'a/b'],
    // By text, a/b/up/../../x is a/x; but `up` is the release's own folder, and two above it is outside.
    [{ 'a/b/up': '../..', 'a/b/x': 'up/../../x' }, 'a/b/x'],
    [{ loop: 'pool', pool: 'loop' }, 'loop'],
  ])('%j lead out', (links, culprit) => {
    expect(check(links)).toThrow(expect.objectContaining({ details: [expect.objectContaining({ path: culprit })] }));
  });
});
