import { Labels, staleNaN } from '@seaworthy/promql';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import type { RemoteWriteConfig } from '../../config/metrics-config.ts';
import { virtualClock } from '../../platform/testing.ts';
import { RecordingStore, testServer } from '../samples/testing.ts';
import { RemoteWrite } from './remote-write.ts';
import { teeAppender } from './tee.ts';
import { uncompress } from './testing.ts';
import { encodeWriteRequest } from './write-request.ts';

const up = Labels.from({ __name__: 'up', job: 'api' });

interface Received {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function receiver(answers: (number | Record<string, string>)[] = []) {
  const received: Received[] = [];
  let arrived = () => {};
  const address = await testServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: uncompress(Buffer.concat(chunks)), headers: request.headers });
    const answer = answers.shift() ?? 204;
    if (typeof answer === 'number') response.writeHead(answer).end(answer === 204 ? undefined : 'out of order');
    else response.writeHead(429, answer).end();
    arrived();
  });
  const until = async (count: number) => {
    while (received.length < count) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  return { url: `http://${address}/api/v1/write`, received, until };
}

async function remoteWrite(url: string, over: Partial<RemoteWriteConfig> = {}) {
  const clock = virtualClock();
  const dispatcher = new Agent();
  const told: string[] = [];
  const limits = { timeoutMs: 30_000, queueSamples: 1_000, batchSamples: 3, batchWaitMs: 5_000 };
  const config = { url, headers: {}, bearerToken: undefined, relabel: [], ...limits, ...over };
  const options = { clock, dispatcher, random: () => 0, report: (message: string) => void told.push(message) };
  const remote = new RemoteWrite(config, options);
  const running = remote.run();
  onTestFinished(async () => {
    await remote.stop();
    await running;
    await dispatcher.destroy();
  });
  const add = (...values: number[]) => {
    for (const value of values) remote.add({ labels: up, timestampMs: value * 1_000, value });
  };
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };
  return { remote, clock, told, add, until };
}

const samples = (...values: number[]) =>
  encodeWriteRequest(values.map((value) => ({ labels: up, timestampMs: value * 1_000, value })));

it('a request is what the wire format says', () => {
  const request = encodeWriteRequest([
    { labels: up, timestampMs: 300, value: 1.5 },
    { labels: up, timestampMs: -1, value: staleNaN },
  ]);
  const label = (name: string, value: string) =>
    `0a${hex(name.length + value.length + 4)}0a${text(name)}12${text(value)}`;
  const first = '120c09000000000000f83f10ac02';
  const second = '1214090200000000 00f07f10ffffffffffffffffff01'.replace(' ', '');
  const series = label('__name__', 'up') + label('job', 'api') + first + second;
  expect(request.toString('hex')).toBe(`0a${hex(series.length / 2)}${series}`);
});

const hex = (value: number) => Buffer.of(value).toString('hex');
const text = (value: string) => hex(value.length) + Buffer.from(value).toString('hex');

it('a full batch goes at once, a small one when it has waited', async () => {
  const { url, received, until } = await receiver();
  const {
    add,
    clock,
    remote,
    until: so,
  } = await remoteWrite(url, { bearerToken: 't', headers: { 'x-scope-orgid': 'me' } });
  await clock.untilSleeping();
  add(1, 2, 3, 4);
  await until(1);
  expect(received[0]?.body).toEqual(samples(1, 2, 3));
  expect(received[0]?.headers).toMatchObject({
    'content-encoding': 'snappy',
    'content-type': 'application/x-protobuf',
    'x-prometheus-remote-write-version': '0.1.0',
    authorization: 'Bearer t',
    'x-scope-orgid': 'me',
  });
  await so(() => remote.counts().sent === 3);
  await clock.untilSleeping();
  await clock.advance(5_000);
  await until(2);
  expect(received[1]?.body).toEqual(samples(4));
});

it('what may pass is tried again, later each time, and in order', async () => {
  const { url, received, until } = await receiver([500, { 'retry-after': '20' }, 204]);
  const { add, clock, remote, told, until: so } = await remoteWrite(url);
  await clock.untilSleeping();
  add(1, 2, 3);
  await so(() => remote.counts().retries === 1);
  add(4, 5, 6);
  await clock.advance(500);
  await so(() => remote.counts().retries === 2);
  await clock.advance(19_999);
  expect(received).toHaveLength(2);
  await clock.advance(1);
  await until(4);
  expect(received.map(({ body }) => body)).toEqual([...Array(3).fill(samples(1, 2, 3)), samples(4, 5, 6)]);
  await so(() => remote.counts().sent === 6);
  expect(told).toEqual([
    expect.stringMatching(/fails, and is tried again: HTTP status 500 out of order$/),
    expect.stringMatching(/works again$/),
  ]);
});

it('what is refused for good is told and lost, and the next goes out', async () => {
  const { url, until } = await receiver([400]);
  const { add, clock, remote, told, until: so } = await remoteWrite(url);
  await clock.untilSleeping();
  add(1, 2, 3);
  await until(1);
  await so(() => remote.counts().refused === 3);
  add(4, 5, 6);
  await until(2);
  await so(() => remote.counts().sent === 3);
  expect(told).toEqual([expect.stringMatching(/3 samples were refused: HTTP status 400 out of order$/)]);
});

it('a receiver that is away costs at most the oldest samples of the queue', async () => {
  const { remote, clock, add, until } = await remoteWrite('http://127.0.0.1:1/write', { queueSamples: 5 });
  await clock.untilSleeping();
  add(1, 2, 3);
  await until(() => remote.counts().retries === 1);
  add(4, 5, 6, 7, 8, 9, 10);
  expect(remote.counts()).toMatchObject({ waiting: 5, dropped: 2, sent: 0 });
});

it('stopping tries the rest once', async () => {
  const { url, received } = await receiver();
  const { remote, add, clock } = await remoteWrite(url);
  await clock.untilSleeping();
  add(1);
  await remote.stop();
  expect(received.map(({ body }) => body)).toEqual([samples(1)]);
});

it('relabelling chooses and changes what goes out', async () => {
  const { url, received, until } = await receiver();
  const rule = {
    sourceLabels: ['job'],
    separator: ';',
    targetLabel: 'job',
    modulus: 0,
    regex: 'api',
    replacement: 'front',
  };
  const relabel = [
    { ...rule, action: 'keep' },
    { ...rule, action: 'replace' },
  ] as const;
  const { remote, clock } = await remoteWrite(url, { relabel, batchSamples: 1 });
  await clock.untilSleeping();
  remote.add({ labels: Labels.from({ job: 'db' }), timestampMs: 1, value: 1 });
  remote.add({ labels: up, timestampMs: 1, value: 1 });
  await until(1);
  expect(received[0]?.body).toEqual(
    encodeWriteRequest([{ labels: up.with('job', 'front'), timestampMs: 1, value: 1 }]),
  );
});

it('samples go out once the store has them for good', async () => {
  const store = new RecordingStore();
  const added: number[] = [];
  const appender = teeAppender(store.appender(), [{ add: ({ value }) => void added.push(value) }]);
  store.outcome = (labels) => (labels.metricName === 'up' ? 'ok' : 'limit');
  appender.append(up, 1, 1);
  appender.append(Labels.from({ job: 'x' }), 1, 2);
  expect(added).toEqual([]);
  await appender.commit();
  expect(added).toEqual([1]);
  store.beforeCommit = () => Promise.reject(new Error('disk full'));
  appender.append(up, 2, 3);
  await expect(appender.commit()).rejects.toThrow('disk full');
  expect(added).toEqual([1]);
});
