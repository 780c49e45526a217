import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Labels, staleNaN } from '@seaworthy/promql';
import { Agent, request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { testFolder } from '../../platform/testing.ts';
import { RemoteWrite } from './remote-write.ts';

/** Debian's Prometheus, with nothing to scrape. */
async function prometheus(): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--web.enable-remote-write-receiver', `--web.listen-address=${address}`, '--log.level=error'];
  const files = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const child = spawn('prometheus', [...flags, ...files], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  while (!(await isReady(address))) await delay(50);
  return `http://${address}`;
}

async function isReady(address: string): Promise<boolean> {
  const answer = await request(`http://${address}/-/ready`).catch(() => undefined);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function query(url: string, expression: string, timeMs: number) {
  const params = new URLSearchParams({ query: expression, time: String(timeMs / 1_000) });
  const { body } = await request(`${url}/api/v1/query?${params}`);
  const { data } = (await body.json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return data.result.map(({ metric, value }) => ({ ...metric, value: value[1] }));
}

it('a real Prometheus takes what is written, staleness markers and any text included', async () => {
  const url = await prometheus();
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const config = { url: `${url}/api/v1/write`, headers: {}, bearerToken: undefined, relabel: [], timeoutMs: 5_000 };
  const told: string[] = [];
  const remote = new RemoteWrite(
    { ...config, queueSamples: 10_000, batchSamples: 700, batchWaitMs: 100 },
    { clock: systemClock, dispatcher, report: (message) => void told.push(message) },
  );
  const running = remote.run();
  const endMs = Date.now();
  const beginMs = endMs - 300_000;
  for (let timestampMs = beginMs; timestampMs <= endMs; timestampMs += 15_000) {
    for (let series = 0; series < 100; series++) {
      const labels = Labels.from({ __name__: 'errors_total', job: 'api', path: `/"é"\n${series}` });
      const isGone = timestampMs + 15_000 > endMs && series === 0;
      remote.add({ labels, timestampMs, value: isGone ? staleNaN : ((timestampMs - beginMs) / 1_000) * 3 });
    }
  }
  await remote.stop();
  await running;
  expect(told).toEqual([]);
  expect(remote.counts()).toMatchObject({ refused: 0, dropped: 0, waiting: 0 });
  expect(await query(url, 'count(errors_total)', endMs)).toEqual([{ value: '99' }]);
  expect(await query(url, 'rate(errors_total{path=~".*\\n7"}[5m])', endMs)).toEqual([
    { job: 'api', path: '/"é"\n7', value: '3' },
  ]);
});
