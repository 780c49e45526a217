import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
// Inside the package, so that the program finds Fastify.
const folder = mkdtempSync(path.join(here, '../../.stop-'));
afterAll(() => rmSync(folder, { recursive: true }));

const program = (build: string) => `
import { createServer } from 'node:http';
import { createHealth } from '${here}../health/index.ts';
import { createLogger } from '${here}../logging/index.ts';
import { createShutdown } from '${here}index.ts';
const logger = createLogger({ name: 'service' });
const shutdown = createShutdown({ logger, deadlineMs: 60_000, graceMs: 2_000 });
const health = createHealth();
const probe = health.handler();
let handled = 0;
shutdown.onFlush('spans', () => logger.info('flushed', { handled }));
shutdown.onStop('database', () => logger.info('database closed'));
async function answer(request, response) {
  if (await probe(request, response)) return;
  if (request.url === '/crash') setTimeout(() => { throw new Error('nobody caught this'); });
  if (request.url === '/reject') void Promise.reject(new Error('nobody handled this'));
  if (request.url === '/stream') {
    logger.info('streaming');
    response.write('open\\n');
    draining.addEventListener('abort', () => response.end('bye\\n'));
    return;
  }
  if (request.url === '/slow') logger.info('slow');
  await new Promise((resolve) => setTimeout(resolve, request.url === '/slow' ? 700 : 3));
  handled += 1;
  response.end('whole');
}
const listening = (port) => logger.info('listening', { port });
${build}
shutdown.readiness(health);
shutdown.listen();
shutdown.exitOnCrash();
`;

const plain = program(`const server = createServer(answer);
const { draining } = shutdown.server(server);
server.listen(0, '127.0.0.1', () => listening(server.address().port));`);

const fastify = program(`const { default: createFastify } = await import('fastify');
const app = createFastify();
app.addHook('onClose', async () => logger.info('fastify closed'));
app.all('/*', async (request, reply) => { reply.hijack(); await answer(request.raw, reply.raw); });
const { draining } = shutdown.server(app);
await app.listen({ port: 0, host: '127.0.0.1' });
listening(app.server.address().port);`);

async function startService(text: string) {
  const file = path.join(mkdtempSync(path.join(folder, 'service-')), 'service.ts');
  writeFileSync(file, text);
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', file]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const complaints = readText(child.stderr);
  const lines: Record<string, unknown>[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(JSON.parse(line));
      if (lines.at(-1)?.['message'] === 'listening') resolve(Number(lines.at(-1)?.['port']));
    });
    void exited.then(async () => reject(new Error(await complaints)));
  });
  return { child, exited, port, messages: () => lines.map(({ message }) => message), lines };
}

const patience = { timeout: 60_000 };

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

function get(port: number, where: string, agent: Agent | false = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, path: where, agent }, async (response) => {
      const { statusCode: status, headers } = response;
      resolve({ status, connection: headers.connection, body: await readText(response).catch(String) });
    });
    request.on('error', reject).end();
  });
}

describe.each([
  ['node:http, and so Express', plain, []],
  ['Fastify', fastify, ['fastify closed']],
])('a stop of a service on %s', (_name, text, ofItsOwn) => {
  it('under load: no request is lost, readiness goes first, new connections are refused at last', async () => {
    const service = await startService(text);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const stream = get(service.port, '/stream');
    const slow = Promise.all([1, 2].map(() => get(service.port, '/slow')));
    const balanced = new AbortController();
    const fromBalancer = Promise.all([1, 2, 3, 4].map(() => askOn(service.port, agent, balanced.signal)));
    const stubborn = askOn(service.port, false, new AbortController().signal);
    await expect.poll(() => service.messages().slice(1).toSorted(), patience).toEqual(['slow', 'slow', 'streaming']);
    service.child.kill('SIGTERM');
    await expect
      .poll(async () => (await get(service.port, '/readiness')).status, { ...patience, interval: 10 })
      .toBe(503);
    balanced.abort();
    expect(await get(service.port, '/liveness')).toMatchObject({ status: 200, connection: 'close' });
    expect((await slow).map(({ body }) => body)).toEqual(['whole', 'whole']);
    expect((await stream).body).toBe('open\nbye\n');
    expect(await service.exited).toBe(0);
    for (const outcome of await fromBalancer) expect(outcome).toMatchObject({ refused: undefined });
    // Who goes on until the end may stand in the kernel's line when it is closed: it is reset then, unheard.
    const { answered, refused } = await stubborn;
    expect(refused).toMatch(/^ECONN(REFUSED|RESET)$/);
    const whole = answered + (await fromBalancer).reduce((sum, one) => sum + one.answered, 0) + 2;
    expect(service.lines.find(({ message }) => message === 'flushed')).toMatchObject({ handled: whole });
    expect(service.messages().slice(4)).toEqual(['stopping', ...ofItsOwn, 'database closed', 'flushed', 'stopped']);
    await expect(get(service.port, '/')).rejects.toThrow('ECONNREFUSED');
  });
});

/** One request after the other until it is told to end, or one is refused. */
async function askOn(port: number, agent: Agent | false, until: AbortSignal) {
  let answered = 0;
  let refused: string | undefined;
  while (!until.aborted && refused === undefined) {
    const outcome = await get(port, '/quick', agent).catch((error: NodeJS.ErrnoException) => error);
    if (outcome instanceof Error) refused = outcome.code ?? outcome.message;
    else if (outcome.body === 'whole') answered += 1;
  }
  return { answered, refused };
}

it.each([
  ['/crash', 'an error that nobody caught, exiting', 'nobody caught this'],
  ['/reject', 'a rejection that nobody handled, exiting', 'nobody handled this'],
])('%s: it is logged, what must not be lost is flushed, exit 1', async (where, message, text) => {
  const service = await startService(plain);
  await get(service.port, where).catch(() => undefined);
  expect(await service.exited).toBe(1);
  expect(service.messages()).toEqual(['listening', message, 'flushed']);
  expect(service.lines[1]).toMatchObject({ level: 'fatal', exception: { message: text } });
});
