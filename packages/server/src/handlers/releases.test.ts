import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { createReleaseStore } from '../ship/release/store.ts';
import { writeFiles } from '../ship/release/testing.ts';
import { createReleaseHandlers } from './releases.ts';

async function shop() {
  const folder = await testFolder();
  const [db, clock] = [await testDatabase(), virtualClock()];
  const store = createReleaseStore({ db, clock, stateDir: join(folder, '.seaworthy') });
  const release = async (version: string, files: Parameters<typeof writeFiles>[1]) =>
    store.add(version, { directory: await writeFiles(join(folder, version), files) });
  await release('1.0', { 'server.js': 'listen()', 'old.js': 'x' });
  await release('1.1', { 'server.js': 'listen(80)', 'new.js': 'yy' });
  const past = [
    sampleDeployment({ id: 'd-4', version: '1.1', outcome: 'dry_run' }),
    sampleDeployment({ id: 'd-3', version: '1.1', outcome: 'rolled_back' }),
    sampleDeployment({ id: 'd-2', version: '1.1.1' }),
  ];
  const { compareReleases } = createReleaseHandlers({
    releases: store,
    rollout: { list: async () => ({ items: past, nextCursor: null }) },
    liveVersion: async () => '1.0',
  });
  const compare = async (from: string, to: string) => {
    const answer = await compareReleases({ query: { from, to } });
    expect(routes.compareReleases.response.parse(answer)).toEqual(answer);
    return answer;
  };
  return { store, compare };
}

it('puts two releases side by side: files, and what became of each', async () => {
  const { compare } = await shop();
  expect(await compare('1.0', '1.1')).toMatchObject({
    from: { version: '1.0', live: true, intact: true, deployment: null },
    to: { version: '1.1', live: false, intact: true, deployment: { id: 'd-3' } },
    files: {
      ...{ added: 1, changed: 1, removed: 1, unchanged: 0 },
      items: [
        { path: 'new.js', change: 'added', fromBytes: null, toBytes: 2 },
        { path: 'old.js', change: 'removed', fromBytes: 1, toBytes: null },
        { path: 'server.js', change: 'changed', fromBytes: 8, toBytes: 10 },
      ],
    },
  });
});

it('says that files are no longer as they were recorded', async () => {
  const { store, compare } = await shop();
  const { directory } = (await store.get('1.1')) ?? { directory: '' };
  await chmod(join(directory, 'server.js'), 0o644);
  await writeFile(join(directory, 'server.js'), 'listen(666)');
  expect(await compare('1.0', '1.1')).toMatchObject({ from: { intact: true }, to: { intact: false } });
});

it('names the one that there is no release of', async () => {
  const { compare } = await shop();
  await expect(compare('1.0', '9.9')).rejects.toMatchObject({
    code: 'release_not_found',
    details: [{ path: 'query.to', message: 'there is no release 9.9' }],
  });
});
