import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { parseExposition } from './metrics/testing.ts';
import { spansIn } from './tracing/testing.ts';

const kitFolder = fileURLToPath(new URL('..', import.meta.url));

async function spanReceiver() {
  const batches: string[] = [];
  const server = createServer(async (request, response) => {
    batches.push(await readText(request));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => batches.flatMap(spansIn),
  };
}

/** The program in the README, running; beside the README, so that it finds the kit by its name. */
async function runReadme(env: Record<string, string>) {
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(kitFolder, 'README.md'), 'utf8')) ?? [];
  const folder = mkdtempSync(path.join(kitFolder, '.readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'service.ts');
  writeFileSync(file, program);
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', file], {
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output.push(String(chunk));
      if (output.join('').includes('listening')) resolve();
    });
    void readText(child.stderr).then((text) => reject(new Error(text)));
  });
  const lines = () =>
    output
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [, port] = /"port":(\d+)/.exec(output.join('')) ?? [];
  const ask = (where: string, headers = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      get({ port, path: where, headers, agent: false }, async (response) =>
        resolve({ status: response.statusCode, body: await readText(response) }),
      ).on('error', reject);
    });
  return { child, exited, lines, ask };
}

it('the program in the README serves, tells how it is, and stops cleanly', async () => {
  const receiver = await spanReceiver();
  const { child, exited, lines, ask } = await runReadme({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  expect((await ask('/hello?token=abc12345', { traceparent: `00-${traceId}-b7ad6b7169203331-01` })).body).toBe(
    'hello\n',
  );
  const scraped = parseExposition((await ask('/metrics')).body);
  expect(scraped.value('requests_total', { status: '200' })).toBe(1);
  expect(scraped.value('request_duration_seconds_count')).toBe(1);
  expect(scraped.value('system_memory_total_bytes')).toBeGreaterThan(0);
  expect(JSON.parse((await ask('/health')).body)).toMatchObject({
    services: { storage: 'healthy' },
    summary: { total: 2 },
  });
  expect(await ask('/readiness')).toEqual({ status: 200, body: '{"ready":true,"status":"healthy"}\n' });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  const [answered] = lines().filter((line) => line['path'] === '/hello?token=[redacted]');
  const [greet, served] = receiver.spans();
  expect(answered).toMatchObject({ status: 200, context: { correlationId: traceId, traceId, spanId: served?.spanId } });
  expect(served).toMatchObject({ name: 'GET /hello', traceId, parentSpanId: 'b7ad6b7169203331' });
  expect(greet).toMatchObject({ name: 'greet', traceId, parentSpanId: served?.spanId });
  expect(receiver.spans()).toHaveLength(2);
  expect(
    lines()
      .map((line) => line['message'])
      .slice(-2),
  ).toEqual(['stopping', 'stopped']);
});
