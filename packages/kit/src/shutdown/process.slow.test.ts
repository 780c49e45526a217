import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'kit-shutdown-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(folder, 'service.ts');
writeFileSync(
  program,
  `import { createServer } from 'node:http';
import { createLogger } from '${source}logging/index.ts';
import { createShutdown, drainableServer } from '${source}shutdown/index.ts';
const logger = createLogger({ name: 'service' });
const shutdown = createShutdown({ logger, deadlineMs: Number(process.argv[2]) });
const server = createServer((request, response) => {
  logger.info('request');
  if (request.url === '/slow') process.once('SIGTERM', () => setTimeout(() => response.end('whole'), 200));
});
const drainable = drainableServer(server);
shutdown.onStop('database', () => logger.info('database closed'));
shutdown.onStop('http', async () => void (await drainable.drain({ deadlineMs: 60_000 })));
shutdown.listen();
server.listen(0, '127.0.0.1', () => logger.info('listening', { port: server.address().port }));
`,
);

async function startService(deadlineMs: number) {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', program, String(deadlineMs)]);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let output = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
    for (const check of waiting) check();
  });
  const until = (text: string) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (output.includes(text)) resolve();
      };
      waiting.add(check);
      check();
    });
  await until('listening');
  const [, port] = /"port":(\d+)/.exec(output) ?? [];
  return { child, exited, until, url: `http://127.0.0.1:${port}`, output: () => output };
}

it('SIGTERM: the request in flight is answered whole, the steps run in order, exit 0', async () => {
  const service = await startService(60_000);
  const answer = import('node:http').then(
    ({ get }) =>
      new Promise<string>((resolve) => get(`${service.url}/slow`, (response) => resolve(readText(response)))),
  );
  await service.until('"request"');
  service.child.kill('SIGTERM');
  expect(await answer).toBe('whole');
  expect(await service.exited).toBe(0);
  expect(service.output()).toMatch(/"stopping"[\s\S]*"database closed"[\s\S]*"stopped"/);
});

it('a request that never ends: exit 1 at the deadline, or at the second signal', async () => {
  for (const [deadlineMs, signals] of [
    [300, 1],
    [60_000, 2],
  ] as const) {
    const service = await startService(deadlineMs);
    const { get } = await import('node:http');
    get(`${service.url}/never`).on('error', () => undefined);
    await service.until('"request"');
    service.child.kill('SIGTERM');
    if (signals === 2) {
      await service.until('"stopping"');
      service.child.kill('SIGTERM');
    }
    expect(await service.exited).toBe(1);
  }
});
