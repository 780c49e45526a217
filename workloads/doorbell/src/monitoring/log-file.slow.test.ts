import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildRelease, RunningDoorbell } from '../testing/running-doorbell.ts';

let release: ReturnType<typeof buildRelease>;
beforeAll(() => {
  release = buildRelease();
});
afterAll(() => release.remove());

it('writes its lines to a file as well where it is given one, and tells how long recognition took of late', async () => {
  const file = join(release.path, 'logs', 'doorbell.log');
  const env = { DOORBELL_LOG__FILE: file, LOG_LEVEL: 'debug', DOORBELL_DATA_DIR: join(release.path, 'data') };
  const doorbell = await RunningDoorbell.start(release.path, env);
  const { status } = await doorbell.call('POST', '/api/doorbell/press', Buffer.from('not a picture'));
  expect(status).toBeGreaterThanOrEqual(400);
  const { body } = await doorbell.call<string>('GET', '/metrics');
  expect(body).toContain('# TYPE face_recognition_recent_seconds_average gauge');
  expect(await doorbell.stop()).toBe(0);
  const written = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(written.map((line) => JSON.parse(line) as unknown)).toEqual(doorbell.lines);
  expect(written.at(-1)).toContain('"message":"stopped"');
  expect(readFileSync(`${file}.errors`, 'utf8')).toBe('');
});
