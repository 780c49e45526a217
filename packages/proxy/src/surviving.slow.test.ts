import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { watchProxy } from './control/watch.ts';
import type { TestProxy } from './testing.ts';
import {
  addressOf,
  dial,
  ended,
  hear,
  QUICK_PROBE,
  spawnProxy,
  startProxy,
  startServing,
  startTarget,
  talk,
  until,
} from './testing.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** SIGKILL to the primary, as a crash would; resolves when the process is gone. */
const crash = (proxy: TestProxy) => ended(proxy.process, () => proxy.process.kill('SIGKILL'));

describe('the proxy is killed', () => {
  test('its workers leave with it, and a new start serves the same routes on the same port', async () => {
    const target = await startTarget('b', (_, res) => res.end('blue'));
    const proxy = await startServing([target], { balance: 'least-connections' });
    const [before, port] = [await proxy.control.state(), await proxy.port()];
    await crash(proxy);
    await until(() => before.workers.every(({ pid }) => !isAlive(pid)));
    await proxy.start();
    expect(await talk(port, GET)).toMatch(/blue$/);
    const after = await proxy.control.state();
    expect(after).toMatchObject({
      listen: before.listen,
      split: before.split,
      stateVersion: before.stateVersion,
      restored: 'state',
    });
    expect(after.epoch).not.toBe(before.epoch);
    expect((await proxy.control.counters()).total.requests).toBe(1);
  });

  test('a target that went away meanwhile is not trusted', async () => {
    const target = await startTarget('b', (_, res) => res.end('blue'));
    const proxy = await startServing([target]);
    const port = await proxy.port();
    await crash(proxy);
    await target.kill();
    await proxy.start();
    expect(await talk(port, GET)).toMatch(/^HTTP\/1.1 503 /);
  });

  test('at any moment of a change: the state file is whole, and holds the old or the new state', async () => {
    const target = await startTarget('b', (_, res) => res.end('blue'));
    const proxy = await startServing([target], {}, 1);
    for (let round = 0; round < 10; round++) {
      let acknowledged = 0;
      let isDown = false;
      const changes = (async () => {
        while (!isDown) {
          await proxy.control.setSplit({ blue: acknowledged + 1, green: 0 });
          acknowledged++;
        }
      })().catch(() => {});
      await until(() => acknowledged > round % 5);
      await crash(proxy);
      isDown = true;
      await changes;
      const stored = JSON.parse(readFileSync(proxy.stateFile, 'utf8')) as { split: { blue: number } };
      expect([acknowledged, acknowledged + 1]).toContain(stored.split.blue);
      await proxy.start();
      expect((await proxy.control.state()).split.blue).toBe(stored.split.blue);
    }
  });

  test('a watcher hears of it without asking', async () => {
    const proxy = await startProxy({ workers: 1 });
    const lost = new Promise<void>((resolve) => {
      const watch = watchProxy(proxy.socket, resolve);
      onTestFinished(() => watch.stop());
    });
    await proxy.control.state();
    await crash(proxy);
    await lost;
    await expect(proxy.control.state()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('a pause outlives it', async () => {
    const target = await startTarget('b', (_, res) => res.end('blue'));
    const proxy = await startServing([target], {}, 1);
    const port = await proxy.port();
    await proxy.control.pause({ maxWaitMs: 60_000, maxQueue: 10 });
    await crash(proxy);
    await proxy.start();
    const answer = talk(port, GET);
    await proxy.control.awaitReady('blue', 60_000);
    await proxy.control.resume();
    expect(await answer).toMatch(/blue$/);
  });
});

test('a killed worker is replaced, and what the others counted stays', async () => {
  const target = await startTarget('b', (_, res) => res.end('blue'));
  const proxy = await startServing([target]);
  const port = await proxy.port();
  const [first, second] = (await proxy.control.state()).workers;
  for (const worker of [first, second]) {
    await talk(port, GET);
    const before = (await proxy.control.counters()).total.requests;
    if (worker) process.kill(worker.pid, 'SIGKILL');
    expect(await talk(port, GET)).toMatch(/blue$/);
    await until(async () =>
      (await proxy.control.state()).workers.every(({ pid }) => pid !== worker?.pid && isAlive(pid)),
    );
    expect((await proxy.control.counters()).total.requests).toBe(before + 1);
  }
});

test('a worker that hangs is replaced, so that a switch is never acknowledged without it', async () => {
  const target = await startTarget('b', (_, res) => res.end('blue'));
  const proxy = await startServing([target]);
  const hanging = (await proxy.control.state()).workers[0]?.pid ?? 0;
  process.kill(hanging, 'SIGSTOP');
  await proxy.control.setSplit({ blue: 50, green: 0 });
  const { workers, split } = await proxy.control.state();
  expect(split.blue).toBe(50);
  expect(workers.map(({ pid }) => pid)).not.toContain(hanging);
});

test('a second proxy on the same socket is refused with exit 4', async () => {
  const proxy = await startProxy({ workers: 1 });
  const second = spawnProxy(['--state-file', join(proxy.folder, 'other.json'), '--socket', proxy.socket]);
  expect(await ended(second, () => {})).toBe(4);
  expect((await proxy.control.state()).pid).toBe(proxy.process.pid);
});

test('bad options are said, with exit 2', async () => {
  const child = spawnProxy(['--state-file', 'x', '--socket', 'y', '--workers', 'many']);
  let said = '';
  child.stderr?.on('data', (piece) => {
    said += piece;
  });
  expect(await ended(child, () => {})).toBe(2);
  expect(said).toContain('--workers: expected 1 to 64, got many');
});

test('an unreadable state file is put aside, and the proxy starts without routes', async () => {
  const proxy = await startProxy({ workers: 1 });
  await crash(proxy);
  writeFileSync(proxy.stateFile, '{"version":1,"slo');
  await proxy.start();
  expect(await proxy.control.state()).toMatchObject({ restored: 'unreadable', listen: null });
  expect(readFileSync(`${proxy.stateFile}.unreadable`, 'utf8')).toBe('{"version":1,"slo');
});

test('a stop lets requests in flight finish, turns away new ones, and ends the process', async () => {
  const pending: (() => void)[] = [];
  const target = await startTarget('b', (_, res) => pending.push(() => res.end('late')));
  const proxy = await startServing([target]);
  const port = await proxy.port();
  const client = await dial(port);
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const answer = hear(client);
  await until(() => pending.length === 1);
  const stopped = proxy.control.stop({ drainMs: 10_000 });
  await until(() =>
    dial(port).then(
      (socket) => socket.destroy() && false,
      () => true,
    ),
  );
  pending[0]?.();
  expect(await answer).toMatch(/Connection: close\r\n[\s\S]*late$/);
  await stopped;
  expect(await ended(proxy.process, () => {})).toBe(0);
});

test('configuring another address moves the listener; the same one again changes nothing', async () => {
  const target = await startTarget('b', (_, res) => res.end('blue'));
  const proxy = await startServing([target]);
  const first = await proxy.port();
  const same = { service: 'test', listen: '127.0.0.1:0', balance: 'round-robin', retries: 1 } as const;
  await proxy.control.configure(same);
  expect(await proxy.port()).toBe(first);
  await proxy.control.configure({ ...same, listen: 'localhost:0' });
  const second = await proxy.port();
  expect(second).not.toBe(first);
  expect(await talk(second, GET)).toMatch(/blue$/);
  await expect(dial(first)).rejects.toThrow('ECONNREFUSED');
  await expect(proxy.control.configure({ ...same, listen: `127.0.0.1:${target.port}` })).rejects.toMatchObject({
    code: 'listen_failed',
  });
  expect(await talk(second, GET)).toMatch(/blue$/);
});

test('wrong calls are refused with all their problems', async () => {
  const { control } = await startProxy({ workers: 1 });
  const targets = [{ id: '', host: 'h', port: 0 }];
  const error = await control
    .setTargets('blue', targets, { ...QUICK_PROBE, path: 'x' })
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'invalid_request' });
  for (const part of ['targets[0].id', 'targets[0].port', 'probe.path']) expect(String(error)).toContain(part);
  const timeouts = { timeouts: { conectMs: 5 } as object };
  await expect(
    control.configure({ service: 'a', listen: 'nowhere', balance: 'round-robin', retries: 0, ...timeouts }),
  ).rejects.toThrow('timeouts.conectMs: unknown');
});

test('removed targets get no request, and the slot that serves is not removed', async () => {
  const [one, two] = [
    await startTarget('one', (_, res) => res.end('one')),
    await startTarget('two', (_, res) => res.end('two')),
  ];
  const proxy = await startServing([one, two]);
  const port = await proxy.port();
  await proxy.control.setTargets('blue', [addressOf(two)], QUICK_PROBE);
  for (let i = 0; i < 6; i++) expect(await talk(port, GET)).toMatch(/two$/);
  await expect(proxy.control.removeSlot('blue')).rejects.toMatchObject({ code: 'slot_serves' });
  await proxy.control.setSplit({ blue: 0, green: 0 });
  await proxy.control.removeSlot('blue');
  expect(await talk(port, GET)).toMatch(/^HTTP\/1.1 503 /);
});
