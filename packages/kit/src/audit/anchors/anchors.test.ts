import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../../clock/testing.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { event, openTestLog, publicKey, temporaryFolder } from '../testing.ts';
import { fileSink, splitNotes } from './file-sink.ts';
import type { CheckpointSink } from './sink.ts';
import { syslogSink } from './syslog-sink.ts';
import { webhookSink } from './webhook-sink.ts';

const sizeOf = (note: string) => openCheckpoint(note, [publicKey]).size;
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const noteIn = (message: string) => Buffer.from(/note="([^"]+)"/.exec(message)?.[1] ?? '', 'base64').toString();

async function checkpointsTo(sink: CheckpointSink, count = 1) {
  const log = await openTestLog(temporaryFolder(), { sinks: [sink] });
  for (let number = 1; number <= count; number += 1) {
    await log.append(event(number));
    await log.checkpoint();
  }
  return log;
}

it('keeps checkpoints in a file elsewhere', async () => {
  const file = path.join(temporaryFolder(), 'kept');
  const log = await checkpointsTo(fileSink({ path: file }), 3);
  await log.append(event(4));
  await log.close();
  expect(splitNotes(readFileSync(file, 'utf8')).map(sizeOf)).toEqual([1, 2, 3, 4]);
});

it('posts checkpoints, and again until they are taken', async () => {
  const taken: string[] = [];
  const answers = [503, 500, 204];
  const server = createHttpServer(async (request, response) => {
    const body = await readText(request);
    const status = answers.shift() ?? 204;
    if (status === 204)
      taken.push(`${request.method} ${request.headers['x-audit-size']} ${sizeOf(body)} ${request.headers['x-key']}`);
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const clock = virtualClock();
  const warnings: string[] = [];
  const sink = webhookSink({ url: `http://127.0.0.1:${portOf(server)}/anchor`, headers: { 'x-key': 'k' } });
  const log = await openTestLog(temporaryFolder(), {
    sinks: [sink],
    clock,
    onWarning: (message) => void warnings.push(message),
  });
  await log.append(event(1));
  await log.checkpoint();
  await expect.poll(() => log.sinks()[0]?.lastError).toContain('503');
  await clock.advance(1000);
  await expect.poll(() => log.sinks()[0]?.lastError).toContain('500');
  await clock.advance(2000);
  await expect
    .poll(() => log.sinks()[0])
    .toMatchObject({ delivered: 1, waiting: 0, deliveredSize: 1, lastError: undefined });
  expect(taken).toEqual(['POST 1 1 k']);
  expect(warnings).toHaveLength(1);
  await log.close();
});

it('sends checkpoints to syslog in datagrams', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const received = once(socket, 'message');
  const log = await checkpointsTo(syslogSink({ host: '127.0.0.1', port: portOf(socket) }));
  const message = String((await received)[0]);
  expect(message).toMatch(
    /^<109>1 2026-01-01T00:00:00\.000Z \S+ seaworthy \d+ audit-checkpoint \[checkpoint@32473 origin="example\.com\/test" size="1" note="/,
  );
  expect(sizeOf(noteIn(message))).toBe(1);
  await log.close();
});

it('sends checkpoints to syslog in a stream, with their length before them', async () => {
  const messages: string[] = [];
  const server = createServer((socket) => void readText(socket).then((text) => messages.push(text))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const log = await checkpointsTo(syslogSink({ host: '127.0.0.1', port: portOf(server), protocol: 'tcp' }), 2);
  await log.close();
  const [length, ...rest] = (messages[0] ?? '').split(' ');
  expect(Buffer.byteLength(rest.join(' '))).toBe(Number(length));
  expect(messages.map(noteIn).map(sizeOf)).toEqual([1, 2]);
});

it('gives up the oldest that wait, never the newest, and does not hold up the log or its end', async () => {
  const clock = virtualClock();
  const sink: CheckpointSink = {
    name: 'silent',
    send: (_checkpoint, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };
  const log = await openTestLog(temporaryFolder(), {
    sinks: [sink],
    clock,
    sinkOptions: { queueLimit: 3, timeoutMs: 500 },
  });
  for (let number = 1; number <= 6; number += 1) {
    await log.append(event(number));
    await log.checkpoint();
  }
  expect(log.sinks()).toMatchObject([{ waiting: 3, dropped: 3, delivered: 0 }]);
  await clock.advance(500);
  expect(log.sinks()[0]?.lastError).toBe('no answer within 500 ms');
  let isClosed = false;
  const closed = log.close().then(() => {
    isClosed = true;
  });
  await expect.poll(async () => clock.advance(5000).then(() => isClosed)).toBe(true);
  await closed;
});

it('sends the newest checkpoint again after a restart', async () => {
  const folder = temporaryFolder();
  const first = await openTestLog(folder);
  await first.append(event(1));
  await first.close();
  const file = path.join(temporaryFolder(), 'kept');
  const log = await openTestLog(folder, { sinks: [fileSink({ path: file })] });
  await log.close();
  expect(splitNotes(readFileSync(file, 'utf8')).map(sizeOf)).toEqual([1]);
});
