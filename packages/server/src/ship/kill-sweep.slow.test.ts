import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment } from '@seaworthy/api';
import { Agent, request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { testFolder } from '../platform/testing.ts';
import { createProcessRuntime } from './runtime/process-runtime.ts';
import type { Life } from './testing.ts';
import { startProxy } from './traffic/proxy-process/testing.ts';

const service = `
const { createServer } = require('node:http');
const { PORT, HOST, SERVICE_VERSION, FAULT } = process.env;
createServer((request, response) => {
  const isChecked = request.url === '/health';
  if (request.url === '/readiness') return response.writeHead(404).end();
  response.writeHead(!isChecked && FAULT === 'errors' ? 500 : 200).end(SERVICE_VERSION);
}).listen(PORT, HOST);
process.on('SIGTERM', () => process.exit(0));
`;

const program = fileURLToPath(new URL('./testing.ts', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx');

/** Real processes: instances, the proxy, and control planes that live one after the other. */
async function installation() {
  const stateDir = await testFolder();
  const source = join(stateDir, 'source');
  await mkdir(source);
  await writeFile(join(source, 'server.js'), service);
  const port = await freePort();
  const proxy = await startProxy(stateDir, `127.0.0.1:${port}`);
  const runtime = createProcessRuntime({ stateDir, clock: systemClock });
  onTestFinished(async () => {
    for (const instance of await runtime.list()) await runtime.stop(instance, { timeoutMs: 0 });
  });
  const live = (life: Pick<Life, 'deploy' | 'killAt'>) => runLife({ stateDir, socket: proxy.socket, port, ...life });
  const deploy = (version: string, fault = '', killAt: Life['killAt'] = null) =>
    live({ deploy: { version, source, fault }, killAt });
  return { port, runtime, deploy, goOn: () => live({ deploy: null, killAt: null }) };
}

/** Resolves to the record that it wrote, or to undefined when it was killed. */
function runLife(life: Life): Promise<Deployment | undefined> {
  const args = ['--conditions=source', '--import', tsx, program, JSON.stringify(life)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Deployment);
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A client that never stops asking; tells what it got since it was last asked. */
function startClient(port: number) {
  const dispatcher = new Agent({ connections: 4 });
  let isOver = false;
  let answers: string[] = [];
  const ask = async () => {
    while (!isOver) {
      const answer = await request(`http://127.0.0.1:${port}/`, { dispatcher }).then(
        async ({ statusCode, body }) => (statusCode === 200 ? `200 ${await body.text()}` : `${statusCode}`),
        (error: unknown) => String(error),
      );
      answers.push(answer);
      await systemClock.sleep(5);
    }
  };
  const asking = [ask(), ask()];
  onTestFinished(async () => {
    isOver = true;
    await Promise.all(asking);
    await dispatcher.destroy();
  });
  return {
    take() {
      const taken = answers;
      answers = [];
      return taken;
    },
  };
}

/** All versions that answer twenty requests of a new client. */
async function servingAt(port: number): Promise<string[]> {
  const asked = Array.from({ length: 20 }, async () =>
    (await request(`http://127.0.0.1:${port}/`, { reset: true })).body.text(),
  );
  return [...new Set(await Promise.all(asked))];
}

const moments = ['stored', 'acted'] as const;

it('a control plane killed at any transition of a good release loses no request, and the release goes live', async () => {
  const { port, runtime, deploy, goOn } = await installation();
  expect(await deploy('1.0.0')).toMatchObject({ outcome: 'completed' });
  const client = startClient(port);
  let before = '1.0.0';
  for (let seq = 1, isOver = false; !isOver; seq += 1) {
    for (const moment of moments) {
      const version = `2.${seq}.${moment}`;
      const unharmed = await deploy(version, '', { seq, moment });
      // No such point any more: all were visited.
      isOver ||= unharmed !== undefined;
      const ended = unharmed ?? (await goOn());
      const where = `killed at ${seq} ${moment}: ${ended?.reason?.message}`;
      expect(ended, where).toMatchObject({ version, outcome: 'completed', fromVersion: before });
      expect(await servingAt(port), where).toEqual([version]);
      expect((await runtime.list()).length, where).toBe(2);
      const failed = client.take().filter((answer) => !answer.startsWith('200'));
      expect(failed, where).toEqual([]);
      before = version;
    }
  }
}, 600_000);

it('killed on the way back from a bad release it ends there with the next start', async () => {
  const { port, runtime, deploy, goOn } = await installation();
  expect(await deploy('1.0.0')).toMatchObject({ outcome: 'completed' });
  startClient(port);
  for (let seq = 9; seq <= 12; seq += 1) {
    for (const moment of moments) {
      const version = `2.${seq}.${moment}`;
      const ended = (await deploy(version, 'errors', { seq, moment })) ?? (await goOn());
      const where = `killed at ${seq} ${moment}: ${ended?.reason?.message}`;
      expect(ended, where).toMatchObject({ version, outcome: 'rolled_back', reason: { code: 'error_rate' } });
      expect(await servingAt(port), where).toEqual(['1.0.0']);
      expect((await runtime.list()).length, where).toBe(1);
    }
  }
}, 600_000);
