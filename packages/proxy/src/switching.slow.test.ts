import { Agent, get } from 'node:http';
import { expect, test } from 'vitest';
import { ProxyError } from './control/errors.ts';
import { addressOf, QUICK_PROBE, startServing, startTarget } from './testing.ts';

interface Load {
  readonly answers: Map<string, number>;
  readonly failures: string[];
  sent: number;
  stop(): Promise<void>;
}

/** Clients that ask one request after the other on kept connections, until stopped. */
function steadyLoad(port: number, clients: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const load: Load = { answers: new Map(), failures: [], sent: 0, stop };
  let isOver = false;
  const loops = Array.from({ length: clients }, async () => {
    while (!isOver) {
      load.sent++;
      const answer = await ask(port, agent).catch((error: Error) => error);
      if (answer instanceof Error || answer.status !== 200)
        load.failures.push(answer instanceof Error ? answer.message : `${answer.status}`);
      else load.answers.set(answer.text, (load.answers.get(answer.text) ?? 0) + 1);
    }
  });
  async function stop(): Promise<void> {
    isOver = true;
    await Promise.all(loops);
    agent.destroy();
  }
  return load;
}

function ask(port: number, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/', agent }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

test('twenty switches under load lose nothing, and the counters equal what the clients sent', async () => {
  const [blue, green] = [
    await startTarget('blue-1', (_, res) => res.end('blue')),
    await startTarget('green-1', (_, res) => res.end('green')),
  ];
  const proxy = await startServing([blue]);
  const { control } = proxy;
  await control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  expect((await control.awaitReady('green', 60_000)).ready).toBe(true);

  const load = steadyLoad(await proxy.port(), 16);
  for (let flip = 0; flip < 20; flip++) {
    const toGreen = flip % 2 === 0;
    await control.setSplit({ blue: toGreen ? 0 : 100, green: toGreen ? 100 : 0 });
    expect((await control.drain(toGreen ? 'blue' : 'green', 60_000)).drained).toBe(true);
    const before = load.sent;
    await expect.poll(() => load.sent, { interval: 2 }).toBeGreaterThan(before + 50);
  }
  await load.stop();

  const counters = await control.counters();
  expect(load.failures).toEqual([]);
  expect(counters.total.requests).toBe(load.sent);
  expect(counters.total.byClass['2xx']).toBe(load.sent);
  expect(counters.bySlot.blue.requests).toBe(load.answers.get('blue'));
  expect(counters.bySlot.green.requests).toBe(load.answers.get('green'));
  expect(counters.byTarget['green-1']?.latency.count).toBe(load.answers.get('green'));
  expect(counters.total.inFlight).toBe(0);
});

test('a switch is in force for every request sent after it was acknowledged', async () => {
  const [blue, green] = [
    await startTarget('b', (_, res) => res.end('blue')),
    await startTarget('g', (_, res) => res.end('green')),
  ];
  const proxy = await startServing([blue]);
  await proxy.control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  await proxy.control.awaitReady('green', 60_000);
  const [port, agent] = [await proxy.port(), new Agent({ keepAlive: false })];
  for (const [share, expected] of [
    [100, 'green'],
    [0, 'blue'],
    [100, 'green'],
  ] as const) {
    await proxy.control.setSplit({ blue: 100 - share, green: share });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port, agent)));
    expect(new Set(answers.map((answer) => answer.text))).toEqual(new Set([expected]));
  }
});

test('a split shares requests by its weights', async () => {
  const [blue, green] = [
    await startTarget('b', (_, res) => res.end('blue')),
    await startTarget('g', (_, res) => res.end('green')),
  ];
  const proxy = await startServing([blue], {}, 1);
  await proxy.control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  await proxy.control.awaitReady('green', 60_000);
  await proxy.control.setSplit({ blue: 90, green: 10 });
  const [port, agent] = [await proxy.port(), new Agent({ keepAlive: true })];
  for (let i = 0; i < 200; i++) await ask(port, agent);
  agent.destroy();
  const { bySlot } = await proxy.control.counters();
  expect([bySlot.blue.requests, bySlot.green.requests]).toEqual([180, 20]);
});

test('a split onto a slot without a ready target is refused and changes nothing', async () => {
  const blue = await startTarget('b', (_, res) => res.end('blue'));
  const proxy = await startServing([blue]);
  const refusal = await proxy.control.setSplit({ blue: 0, green: 100 }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ProxyError);
  expect(refusal).toMatchObject({ code: 'no_ready_target', retryable: true });
  expect((await proxy.control.state()).split).toEqual({ blue: 100, green: 0 });
});
