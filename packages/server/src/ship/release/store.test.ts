import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { createReleaseStore } from './store.ts';
import type { Files, TarPart } from './testing.ts';
import { tarOf, writeFiles } from './testing.ts';

const service: Files = {
  'server.js': 'listen()',
  'bin/start': { run: '#!/bin/sh' },
  'public/photos/readme.txt': 'none yet',
  current: { link: 'public/photos' },
};

async function setUp(files: Files = service) {
  const folder = await testFolder();
  const source = await writeFiles(join(folder, 'source'), files);
  const stateDir = join(folder, '.seaworthy');
  await mkdir(stateDir);
  const db = await testDatabase();
  const clock = virtualClock();
  const store = createReleaseStore({ db, clock, stateDir });
  const archive = async (bytes: Uint8Array) => {
    await writeFile(join(folder, 'given.tar'), bytes);
    return { archive: join(folder, 'given.tar') };
  };
  return { folder, source, stateDir, db, clock, store, archive, releases: join(stateDir, 'releases') };
}

describe('a release', () => {
  it('is a read-only copy of the folder', async () => {
    const { store, source, releases } = await setUp();
    const release = await store.add('1.0.0', { directory: source });
    expect(release).toMatchObject({ version: '1.0.0', files: 4, directory: join(releases, '1.0.0') });
    expect(await readFile(join(release.directory, 'current/readme.txt'), 'utf8')).toBe('none yet');
    expect((await stat(join(release.directory, 'server.js'))).mode & 0o777).toBe(0o444);
    expect((await stat(join(release.directory, 'bin/start'))).mode & 0o777).toBe(0o555);
    expect(await store.get('1.0.0')).toEqual(release);
  });

  it('is listed, the newest first', async () => {
    const { store, source, clock } = await setUp();
    await store.add('1', { directory: source });
    await clock.advance(1_000);
    await store.add('2', { directory: source });
    expect((await store.list()).map(({ version }) => version)).toEqual(['2', '1']);
  });

  it('does not hold the state folder when that lies in the source', async () => {
    const { folder, store } = await setUp();
    const release = await store.add('1', { directory: folder });
    expect(await readdir(release.directory)).toEqual(['source']);
  });
});

describe('adding a version again', () => {
  it('does nothing when the content is the same', async () => {
    const { store, source, clock } = await setUp();
    const first = await store.add('1', { directory: source });
    await clock.advance(1_000);
    expect(await store.add('1', { directory: source })).toEqual(first);
  });

  it.each<[string, (source: string) => Promise<unknown>]>([
    ['a content', (source) => writeFile(join(source, 'server.js'), 'listen(2)')],
    ['a mode', (source) => chmod(join(source, 'server.js'), 0o755)],
    ['a name', (source) => rename(join(source, 'server.js'), join(source, 'server.mjs'))],
    ['a link', (source) => rm(join(source, 'current')).then(() => symlink('public', join(source, 'current')))],
    ['an empty folder', (source) => mkdir(join(source, 'empty'))],
  ])('is a conflict when %s differs', async (_, change) => {
    const { store, source } = await setUp();
    await store.add('1', { directory: source });
    await change(source);
    await expect(store.add('1', { directory: source })).rejects.toMatchObject({ code: 'release_conflict' });
    expect(await store.verify('1')).toBe(true);
  });

  it('has one copy when it is asked for many times at once', async () => {
    const { store, source, releases } = await setUp();
    await Promise.all(Array.from({ length: 5 }, () => store.add('1', { directory: source })));
    expect(await readdir(releases)).toEqual(['1']);
  });

  it('puts back a folder that was deleted by hand', async () => {
    const { store, source } = await setUp();
    const { directory } = await store.add('1', { directory: source });
    await rm(directory, { recursive: true });
    expect(await store.verify('1')).toBe(false);
    await store.add('1', { directory: source });
    expect(await store.verify('1')).toBe(true);
  });
});

describe('verify', () => {
  it.each<[string, (directory: string) => Promise<unknown>]>([
    ['a file was changed', (directory) => replace(join(directory, 'server.js'), 'evil()')],
    ['a file was added', (directory) => writeFile(join(directory, 'extra.js'), '')],
    ['a file was removed', (directory) => rm(join(directory, 'server.js'))],
  ])('is false when %s', async (_, change) => {
    const { store, source } = await setUp();
    const { directory } = await store.add('1', { directory: source });
    expect(await store.verify('1')).toBe(true);
    await change(directory);
    expect(await store.verify('1')).toBe(false);
  });

  it('is false for a version that nobody added', async () => {
    const { store } = await setUp();
    expect(await store.verify('9')).toBe(false);
  });
});

describe('what escapes is refused by name, and leaves nothing behind', () => {
  it.each<[string, Files, string]>([
    ['an absolute link', { 'server.js': '', secrets: { link: '/etc' } }, 'secrets'],
    ['a link that climbs out', { 'a/up': { link: '../../other' } }, 'a/up'],
    ['a link by way of links', { 'a/b/up': { link: '../..' }, 'a/b/x': { link: 'up/../../x' } }, 'a/b/x'],
  ])('%s in a folder', async (_, files, culprit) => {
    const { store, source, releases } = await setUp(files);
    await expect(store.add('1', { directory: source })).rejects.toMatchObject({
      code: 'release_rejected',
      details: [{ path: culprit }],
    });
    expect(await readdir(releases)).toEqual([]);
    expect(await store.get('1')).toBeUndefined();
  });

  it('a socket in a folder', async () => {
    const { store, source } = await setUp();
    const server = createServer().listen(join(source, 'control.sock'));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(store.add('1', { directory: source })).rejects.toThrow(
      'control.sock is neither file, folder nor link.',
    );
  });

  it.each<[string, TarPart[], string]>([
    ['an absolute path', [{ path: '/tmp/evil', body: 'x' }], '/tmp/evil'],
    ['a path that climbs', [{ path: 'a/../../evil', body: 'x' }], 'a/../../evil'],
    ['an absolute link', [{ path: 'l', type: '2', link: '/etc' }], 'l'],
    [
      'a write through a link',
      [
        { path: 'l', type: '2', link: 'a' },
        { path: 'l/evil', body: 'x' },
      ],
      'l',
    ],
    ['a hard link to outside', [{ path: 'h', type: '1', link: '../../seaworthy.db' }], '../../seaworthy.db'],
    ['a hard link to nothing', [{ path: 'h', type: '1', link: 'later' }], 'h'],
    ['a device', [{ path: 'null', type: '3' }], 'null'],
    ['a pipe', [{ path: 'pipe', type: '6' }], 'pipe'],
    [
      'the same file twice',
      [
        { path: 'a', body: '1' },
        { path: './a', body: '2' },
      ],
      './a',
    ],
    [
      'a long name that climbs',
      [
        { path: 'L', type: 'L', body: '../evil\0' },
        { path: 'fine', body: 'x' },
      ],
      '../evil',
    ],
  ])('%s in an archive', async (_, parts, culprit) => {
    const { store, releases, archive } = await setUp();
    await expect(store.add('1', await archive(tarOf(...parts)))).rejects.toMatchObject({
      code: 'release_rejected',
      details: [{ path: culprit }],
    });
    expect(await readdir(releases)).toEqual([]);
  });
});

describe('an archive is refused', () => {
  const whole = tarOf({ path: 'server.js', body: 'listen()'.repeat(500) });
  it.each<[string, Uint8Array, string]>([
    ['cut off in a file', whole.subarray(0, 1_500), 'ends too early'],
    ['cut off between files', whole.subarray(0, whole.length - 1_024), 'ends too early'],
    ['cut off while packed', gzipSync(whole).subarray(0, 60), 'cannot be unpacked'],
    ['damaged in a header', Buffer.concat([Buffer.from('S'), whole.subarray(1)]), 'damaged'],
    ['a zip archive', Buffer.from('PK\u0003\u0004'), 'zip'],
    ['no archive', Buffer.from('hello'.repeat(200)), 'not a tar archive'],
    ['empty', tarOf(), 'holds no files'],
  ])('when it is %s', async (_, bytes, said) => {
    const { store, archive } = await setUp();
    await expect(store.add('1', await archive(bytes))).rejects.toMatchObject({
      code: 'release_rejected',
      message: expect.stringContaining(said),
    });
  });
});

describe('limits', () => {
  it('stop a packed archive that would grow without end', async () => {
    const { db, clock, stateDir, archive } = await setUp();
    const store = createReleaseStore({ db, clock, stateDir, limits: { maxBytes: 10_000, maxEntries: 10 } });
    const bomb = gzipSync(tarOf({ path: 'zeros', body: '\0'.repeat(1_000_000) }));
    await expect(store.add('1', await archive(bomb))).rejects.toThrow('larger than 10000 bytes');
  });

  it('stop a folder with too many files', async () => {
    const { db, clock, stateDir, source } = await setUp();
    const store = createReleaseStore({ db, clock, stateDir, limits: { maxBytes: 10_000, maxEntries: 3 } });
    await expect(store.add('1', { directory: source })).rejects.toThrow('at most 3');
  });
});

describe('a version is refused', () => {
  it.each(['', '..', '.incoming-x', 'a/b', 'a b', 'x'.repeat(64)])('when it is %j', async (version) => {
    const { store, source } = await setUp();
    await expect(store.add(version, { directory: source })).rejects.toMatchObject({ code: 'release_rejected' });
  });
});

describe('after a crash', () => {
  it('a copy that was not finished is swept away', async () => {
    const { store, source, releases } = await setUp();
    await writeFiles(join(releases, '.incoming-dead'), service);
    await store.add('1', { directory: source });
    expect(await readdir(releases)).toEqual(['1']);
  });

  it('a copy that was not recorded is taken anew', async () => {
    const { store, source, releases } = await setUp();
    await writeFiles(join(releases, '1'), { 'half.js': '' });
    expect(await store.get('1')).toBeUndefined();
    await store.add('1', { directory: source });
    expect(await store.verify('1')).toBe(true);
  });

  it('a call that is called off leaves nothing', async () => {
    const { store, source, releases } = await setUp();
    const called = AbortSignal.abort(new Error('called off'));
    await expect(store.add('1', { directory: source }, called)).rejects.toThrow('called off');
    expect(await readdir(releases)).toEqual([]);
  });
});

async function replace(path: string, content: string): Promise<void> {
  await rm(path);
  await writeFile(path, content, { mode: 0o444 });
}
