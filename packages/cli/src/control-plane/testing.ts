import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { run } from '../run.ts';
import type { Host } from '../terminal/host.ts';
import { processHost } from '../terminal/host.ts';
import { testHost } from '../testing.ts';

/** A control plane as a real process, and the command line against it. */
export interface RealControlPlane {
  readonly folder: string;
  readonly stateDir: string;
  readonly url: string;
  cli(argv: readonly string[], env?: Record<string, string>): Promise<{ exit: number; out: string; err: string }>;
}

const page = (port: number) =>
  `service: plain\nruntime: {command: [node, server.js]}\ntraffic: {listen: ${port}}\nserver: {onStart: adopt, proxy: {workers: 1}}\n`;
const service = `require('node:http').createServer((request, response) =>
  response.end('{"status":"healthy","ready":true}')).listen(process.env.PORT, process.env.HOST);`;
/** Generous: a machine may have other things to do. */
const START_WITHIN_MS = 90_000;

/** Serves nothing yet; there is a release to deploy in its folder `service`. All of it ends with the test. */
export async function startControlPlane(over: Partial<Host> = {}): Promise<RealControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'service'));
  writeFileSync(join(folder, 'service', 'server.js'), service);
  writeFileSync(join(folder, 'seaworthy.yaml'), page(await freePort()));
  const stateDir = join(folder, 'state');
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const argv = [...program(), '--state-dir', stateDir, '--port', '0'];
  const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  const ended = once(child, 'exit');
  const { sleep, every, now, newId } = processHost({});
  const cli: RealControlPlane['cli'] = async (words, variables = {}) => {
    const host = testHost({ cwd: folder, env: variables, sleep, every, now, newId, ...over });
    const exit = await run([...words, '--state-dir', stateDir], host);
    return { exit, out: host.out(), err: host.err() };
  };
  onTestFinished(async () => {
    await cli(['down']);
    child.kill('SIGKILL');
    await ended;
  });
  const record = join(stateDir, 'run', 'server.json');
  const giveUpMs = performance.now() + START_WITHIN_MS;
  while (!existsSync(record)) {
    if (child.exitCode !== null || performance.now() > giveUpMs) throw new Error(`no control plane: ${told}`);
    await sleep(20);
  }
  return { folder, stateDir, cli, url: (JSON.parse(readFileSync(record, 'utf8')) as { url: string }).url };
}

/** Where the packages were just built (`npm test` says so), as it is installed: its sources would be compiled at every start. */
function program(): readonly string[] {
  const source = fileURLToPath(import.meta.resolve('@seaworthy/server/main'));
  if (process.env['PROGRAMS_ARE_BUILT'] === 'yes') return [source.replace('/src/main.ts', '/dist/main.js')];
  return ['--conditions=source', '--import', fileURLToPath(import.meta.resolve('tsx')), source];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
