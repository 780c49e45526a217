import { execFile } from 'node:child_process';
import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { createReleaseStore } from './store.ts';
import { writeFiles } from './testing.ts';

const run = promisify(execFile);
const longName = `${'a-rather-long-folder-name/'.repeat(4)}${'x'.repeat(60)}.txt`;

it.each([
  ['.tar', ['cf', '--format=ustar']],
  ['.tar.gz', ['czf', '--format=ustar']],
  ['.tgz in GNU format', ['czf', '--format=gnu']],
  ['.tar in pax format', ['cf', '--format=pax']],
])(
  'a release has the same digest from a folder and from a %s that tar makes of it',
  async (_, [verb = '', format = '']) => {
    const folder = await testFolder();
    const source = await writeFiles(join(folder, 'source'), {
      'server.js': 'listen()',
      'bin/start': { run: '#!/bin/sh' },
      'größe.txt': 'not only ASCII',
      [longName]: 'deep down',
      // The oldest format has no room for a long target.
      current: { link: format.endsWith('ustar') ? 'server.js' : longName },
    });
    await link(join(source, 'server.js'), join(source, 'same.js'));
    const archive = join(folder, 'given');
    await run('tar', [verb, archive, format, '-C', source, '.']);

    const store = createReleaseStore({ db: await testDatabase(), clock: virtualClock(), stateDir: folder });
    const fromFolder = await store.add('a', { directory: source });
    const fromArchive = await store.add('b', { archive });
    expect(fromArchive.digest).toBe(fromFolder.digest);
    expect(await store.verify('b')).toBe(true);
  },
);
