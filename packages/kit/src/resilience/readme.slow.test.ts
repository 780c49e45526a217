import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

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
  const folder = mkdtempSync(path.join(kitFolder, '.readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'prices.ts');
  writeFileSync(file, program);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const env = { ...process.env, PRICES_URL: url };
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', file], { env });
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(complaints).toBe('');
  expect(output.trimEnd().split('\n')).toEqual([
    'apple 12',
    'pear the request was answered with 404: ',
    'plum the request was answered with 500: ',
    expect.stringMatching(/^quince circuit_open: Do without it/),
    'open: shop/prices',
  ]);
});
