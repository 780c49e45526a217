import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../../platform/testing.ts';
import { firing, resolved, sendWith, testKey } from '../testing.ts';
import { file } from './send.ts';

it('appends one line of JSON for each notification, for its owner’s eyes alone', async () => {
  const path = join(await testFolder(), 'deep', 'notifications.jsonl');
  expect(await sendWith(file, { path }, firing)).toEqual({ outcome: 'sent' });
  await sendWith(file, { path }, resolved);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { at: '2030-01-01T12:00:00.000Z', key: testKey, receiver: 'all', status: 'firing', version: '4' },
    { status: 'resolved' },
  ]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('is tried again when the file cannot be written', async () => {
  const path = join(await testFolder());
  expect(await sendWith(file, { path }, firing)).toEqual({
    outcome: 'failed',
    retryable: true,
    reason: 'configuration',
    message: `${path} cannot be written (EISDIR).`,
  });
});

it('refuses a path that depends on where the server was started', () => {
  expect(file.Config.safeParse({ path: 'here.jsonl' }).success).toBe(false);
});
