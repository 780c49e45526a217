import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../../db/database.ts';
import { testFolder } from '../../../platform/testing.ts';
import { createHistory } from '../history/history.ts';

const child = fileURLToPath(new URL('child/testing.ts', import.meta.url));
const loader = createRequire(import.meta.url).resolve('tsx');
const patience = { timeout: 90_000, interval: 10 };

interface Got {
  readonly key: string;
  readonly groupKey: string;
  readonly status: string;
}

/** Notes what it gets; `next` decides of each request when, and if, it is answered. */
async function startPeer() {
  const got: Got[] = [];
  const peer = { got, url: '', next: (answer: () => void) => answer() };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push(JSON.parse(Buffer.concat(chunks).toString()));
    peer.next(() => response.writeHead(got.length % 5 === 0 ? 500 : 200).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  peer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;
}

async function startChild(databasePath: string, url: string) {
  const args = ['--conditions=source', '--import', loader, child, databasePath, url];
  const running = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const stored = new Set<string>();
  let isReady = false;
  running.stdin.on('error', () => {});
  createInterface({ input: running.stdout }).on('line', (line) => {
    if (line === 'ready') isReady = true;
    else stored.add(line.replace('stored ', ''));
  });
  const exited = once(running, 'exit');
  const kill = async () => {
    running.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  await vi.waitUntil(() => isReady, patience);
  return {
    stored,
    kill,
    exited,
    die: () => running.kill('SIGKILL'),
    ask: (line: string) => running.stdin.write(`${line}\n`),
  };
}

it('sends once more, under the same key, what was under way when the process was killed, and nothing else again', async () => {
  const [folder, peer] = [await testFolder(), await startPeer()];
  const database = join(folder, 'seaworthy.db');
  const first = await startChild(database, peer.url);
  peer.next = () => first.die();
  first.ask('1 a firing');
  await first.exited;
  expect(peer.got).toHaveLength(1);

  peer.next = (answer) => answer();
  const second = await startChild(database, peer.url);
  second.ask('1 a firing');
  second.ask('2 a resolved');
  await vi.waitUntil(() => peer.got.length === 3, patience);
  const history = createHistory(openDatabase(database));
  await vi.waitUntil(async () => (await history.list({ limit: 9, state: 'sent' })).items.length === 2, patience);
  await second.kill();

  const third = await startChild(database, peer.url);
  third.ask('3 b firing');
  await vi.waitUntil(() => peer.got.length === 4, patience);
  expect(peer.got.map(({ groupKey, status }) => `${groupKey} ${status}`)).toEqual([
    'a firing',
    'a firing',
    'a resolved',
    'b firing',
  ]);
  expect(peer.got[0]?.key).toBe(peer.got[1]?.key);
});

it('loses and reorders nothing, however often and wherever it is killed', async () => {
  const [folder, peer] = [await testFolder(), await startPeer()];
  const database = join(folder, 'seaworthy.db');
  const groups = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const wanted = groups.flatMap((group) => [`${group}1 ${group} firing`, `${group}2 ${group} resolved`]);
  const stored = new Set<string>();
  const killsAt = [1, 2, 3, 4, 5];

  for (const killAt of [...killsAt, Number.POSITIVE_INFINITY]) {
    const running = await startChild(database, peer.url);
    const before = peer.got.length;
    let isDead = false;
    // Odd ones die before they are answered, even ones in the moment in which the answer arrives.
    peer.next = (answer) => {
      if (isDead) return;
      isDead = peer.got.length - before >= killAt;
      if (!isDead || killAt % 2 === 0) answer();
      if (isDead) setImmediate(running.die);
    };
    for (const line of wanted.filter((one) => !stored.has(one.split(' ')[0] ?? ''))) running.ask(line);
    if (killAt === Number.POSITIVE_INFINITY) {
      const history = createHistory(openDatabase(database));
      const isDone = async () => (await history.list({ limit: 50, state: 'sent' })).items.length === wanted.length;
      await vi.waitUntil(isDone, patience);
      expect((await history.list({ limit: 50 })).items).toHaveLength(wanted.length);
      await running.kill();
    } else await running.exited;
    for (const occasion of running.stored) stored.add(occasion);
  }

  for (const group of groups) {
    const told = peer.got.filter(({ groupKey }) => groupKey === group);
    const order = told.map(({ status }) => status).join(' ');
    expect(order).toMatch(/^firing(?: firing)*(?: resolved)+$/);
    expect(new Set(told.map(({ key }) => key)).size).toBe(2);
  }
});
