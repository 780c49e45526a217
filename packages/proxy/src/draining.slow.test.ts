import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { addressOf, dial, hear, QUICK_PROBE, startProxy, startServing, startTarget, talk, until } from './testing.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

test('a drain waits for what is in flight, and cuts it at its deadline', async () => {
  const pending: (() => void)[] = [];
  const blue = await startTarget('b', (_, res) => pending.push(() => res.end('late')));
  const green = await startTarget('g', (_, res) => res.end('green'));
  const proxy = await startServing([blue]);
  const { control } = proxy;
  const clients = await Promise.all([1, 2].map(async () => dial(await proxy.port())));
  const answers = clients.map((client) => {
    client.write(GET);
    return hear(client, (text) => text.endsWith('late') || text.endsWith('</html>\n'));
  });
  await until(() => pending.length === 2);
  await control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  await control.awaitReady('green', 60_000);
  await control.setSplit({ blue: 0, green: 1 });
  expect((await control.state()).slots.blue.targets[0]?.inFlight).toBe(2);

  const drain = control.drain('blue', 2_000);
  await control.state();
  pending[0]?.();
  expect(await drain).toEqual({ drained: false, finished: 1, cancelled: 1, streamsClosed: 0 });
  const lines = (await Promise.all(answers)).map((text) => text.split('\r\n')[0]).sort();
  expect(lines).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 503 Service Unavailable']);
  expect(await control.drain('blue', 400)).toEqual({ drained: true, finished: 0, cancelled: 0, streamsClosed: 0 });
  for (const client of clients) client.destroy();
});

test('event streams and WebSockets end at the start of a drain, cleanly, and come back to the new slot', async () => {
  const events = (name: string) => (_: unknown, res: import('node:http').ServerResponse) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(`data: ${name}\n\n`);
  };
  const [blue, green] = [await startTarget('b', events('blue')), await startTarget('g', events('green'))];
  for (const { server, id } of [blue, green]) {
    new WebSocketServer({ server }).on('connection', (socket) =>
      socket.on('message', (data) => socket.send(`${id} ${data}`)),
    );
  }
  const proxy = await startServing([blue]);
  const { control } = proxy;
  const port = await proxy.port();
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/`);
  await once(webSocket, 'open');
  webSocket.send('hello');
  expect(String((await once(webSocket, 'message'))[0])).toBe('b hello');
  const stream = talk(port, GET);
  await until(async () => (await control.counters()).total.inFlight === 2);

  await control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  await control.awaitReady('green', 60_000);
  await control.setSplit({ blue: 0, green: 1 });
  const closed = once(webSocket, 'close');
  expect(await control.drain('blue', 20_000)).toEqual({ drained: true, finished: 0, cancelled: 0, streamsClosed: 2 });
  expect(await stream).toMatch(/data: blue\n\n\r\n0\r\n\r\n$/);
  await closed;
  expect(await talk(port, GET, (text) => text.includes('data: green'))).toContain('200 OK');
  const { total } = await control.counters();
  expect(total).toMatchObject({ cut: 0, byClass: { '1xx': 1, '2xx': 2, '5xx': 0 } });
});

test('ten uploads of 10 MB arrive whole while the split moves', async () => {
  const size = 10_000_000;
  const count =
    (name: string) => (req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => {
      let bytes = 0;
      req.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      req.on('end', () => res.end(`${name} ${bytes}`));
    };
  const [blue, green] = [await startTarget('b', count('b')), await startTarget('g', count('g'))];
  const proxy = await startServing([blue]);
  const { control } = proxy;
  await control.setTargets('green', [addressOf(green)], QUICK_PROBE);
  await control.awaitReady('green', 60_000);
  const port = await proxy.port();
  const uploads = Array.from({ length: 10 }, (_, i) => upload(port, Buffer.alloc(size, 97), i % 2 === 0));
  await control.setSplit({ blue: 0, green: 1 });
  expect((await control.drain('blue', 60_000)).drained).toBe(true);
  const answers = await Promise.all(uploads);
  expect(answers.every((text) => /^[bg] 10000000$/.test(text))).toBe(true);
  expect((await control.counters()).total).toMatchObject({ requests: 10, byClass: { '2xx': 10 }, cut: 0 });
});

function upload(port: number, body: Buffer, isChunked: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = isChunked ? {} : { 'content-length': body.length };
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/', headers }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    for (let at = 0; at < body.length; at += 1_000_000) sent.write(body.subarray(at, at + 1_000_000));
    sent.end();
  });
}

test('a pause holds requests at all workers, and a resume lets them go on', async () => {
  const target = await startTarget('b', (_, res) => res.end('blue'));
  const proxy = await startServing([target]);
  const port = await proxy.port();
  await proxy.control.pause({ maxWaitMs: 60_000, maxQueue: 100 });
  const answers = Array.from({ length: 10 }, () => talk(port, GET, (text) => text.endsWith('blue')));
  expect((await proxy.control.counters()).total.requests).toBe(0);
  await proxy.control.resume();
  expect((await Promise.all(answers)).every((text) => text.startsWith('HTTP/1.1 200'))).toBe(true);
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test.skipIf(!hasPromtool)(
  '(needs promtool, Debian package prometheus) the metrics pass `promtool check metrics` and say what the counters say',
  async () => {
    const target = await startTarget('b"\\x'.replace(/["\\]/g, '-'), (_, res) => res.end('blue'));
    const proxy = await startServing([target]);
    const port = await proxy.port();
    for (let i = 0; i < 5; i++) await talk(port, GET, (text) => text.endsWith('blue'));
    await talk(port, 'nonsense\r\n\r\n');
    const text = await proxy.control.metrics();
    expect(text).toContain('seaworthy_proxy_slot_requests_total{slot="blue",class="2xx"} 5\n');
    expect(text).toContain('seaworthy_proxy_refused_total 1\n');
    expect(text).toContain('seaworthy_proxy_requests_total{class="4xx"} 1\n');
    expect(text).toContain('seaworthy_proxy_target_response_seconds_count{target="b--x"} 5\n');
    const promtool = spawn('promtool', ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [promtool.stdout, promtool.stderr]) stream.on('data', (piece) => (said += piece));
    promtool.stdin.end(text);
    const [code] = await once(promtool, 'close');
    expect({ code, said }).toEqual({ code: 0, said: '' });
  },
);

test('metrics are served on their own address', async () => {
  const proxy = await startProxy({ workers: 1, args: ['--metrics-listen', '127.0.0.1:0'] });
  const log = join(proxy.folder, 'proxy.log');
  const logged = () =>
    /"metrics":\{"address":"127.0.0.1","family":"IPv4","port":(\d+)/.exec(
      existsSync(log) ? readFileSync(log, 'utf8') : '',
    );
  await until(() => logged() !== null);
  const port = Number(logged()?.[1]);
  expect(await talk(port, 'GET /metrics HTTP/1.0\r\n\r\n')).toContain('seaworthy_proxy_workers 1\n');
  expect(await talk(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 404 /);
});
