import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { outputOf } from '../testing.ts';

const kitFolder = fileURLToPath(new URL('../..', import.meta.url));

it('the example of the README tries again, gives up, and refuses at last', async () => {
  const answers = [503, 200, 404];
  const server = createServer((_request, response) => {
    response.writeHead(answers.shift() ?? 500).end('12');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const readme = readFileSync(path.join(kitFolder, 'README.md'), 'utf8');
  const [, program = ''] = /```ts resilience\n([\s\S]*?)```/.exec(readme) ?? [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { lines, complaints } = await outputOf(program, { PRICES_URL: url });
  expect(complaints).toBe('');
  expect(lines).toEqual([
    'apple 12',
    'pear the request was answered with 404: ',
    'plum the request was answered with 500: ',
    expect.stringMatching(/^quince circuit_open: Do without it/),
    'open: shop/prices',
  ]);
});
