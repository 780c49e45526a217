import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installation, pidsOf } from './testing.ts';

it('ends an instance that will not end, and its children, by force', async () => {
  const home = await installation();
  const deaf = `process.on('SIGTERM', () => {});
require('node:child_process').spawn('sleep', ['1000']);
require('node:http').createServer((_, response) => response.end('{}')).listen(process.env.PORT, process.env.HOST);
`;
  writeFileSync(join(home.folder, 'service', 'server.js'), deaf);
  home.configure((page) => page.replace('stopTimeout: 2s', 'stopTimeout: 10m'));
  const server = await home.start();
  await expect
    .poll(() => server.client.call('status', {}), { timeout: 90_000 })
    .toMatchObject({ liveVersion: '1.0.0' });
  await server.client.call('stop', {});
  expect((await server.ended).code).toBe(0);
  expect(pidsOf(home.stateDir)).toEqual([]);
});
