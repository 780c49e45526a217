import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { parseExposition } from './metrics/testing.ts';

const kitFolder = fileURLToPath(new URL('..', import.meta.url));

/** The program in the README, running; beside the README, so that it finds the kit by its name. */
async function runReadme() {
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(kitFolder, 'README.md'), 'utf8')) ?? [];
  const folder = mkdtempSync(path.join(kitFolder, '.readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'service.ts');
  writeFileSync(file, program);
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', file]);
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
  const { child, exited, lines, ask } = await runReadme();
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
  expect(answered).toMatchObject({ status: 200, context: { correlationId: traceId, traceId } });
  expect(
    lines()
      .map((line) => line['message'])
      .slice(-2),
  ).toEqual(['stopping', 'stopped']);
});
