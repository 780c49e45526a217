import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Client } from '@seaworthy/api';
import { createClient } from '@seaworthy/api';
import { fetch } from 'undici';
import type { ServerRecord } from './app/start/server-record.ts';
import { runningServer } from './app/start/server-record.ts';
import { listPids, readProcess } from './platform/process-identity.ts';
import type { AtEnd } from './platform/testing.ts';
import { atEndOfTest, nodeProgram, testFolder } from './platform/testing.ts';

/** A service that knows nothing of Seaworthy. `FAULT` makes it a bad one. */
const plainService = `
const { createServer } = require('node:http');
const { PORT, HOST, SERVICE_VERSION, FAULT } = process.env;
if (FAULT === 'crash') process.exit(1);
createServer((request, response) => {
  if (request.url === '/health') return response.end('{"status":"healthy"}');
  if (request.url === '/readiness') return response.end('{"ready":true}');
  if (request.url === '/metrics') return response.end('requests_total 1\\n');
  console.log(JSON.stringify({ level: 'info', time: Date.now(), msg: 'asked for ' + request.url }));
  response.end(SERVICE_VERSION);
}).listen(PORT, HOST);
process.on('SIGTERM', () => process.exit(0));
`;

/** One installation in a folder of its own: a plain service, its page, and control planes as real processes. */
export interface Installation {
  readonly folder: string;
  readonly stateDir: string;
  readonly publicUrl: string;
  /** Starts a control plane and waits until it answers. */
  start(flags?: readonly string[]): Promise<RunningServer>;
  /** Starts one that is expected to end by itself. */
  run(flags?: readonly string[]): Promise<Ended>;
  /** Edits the page. */
  configure(edit: (page: string) => string): void;
}

export interface RunningServer {
  readonly record: ServerRecord;
  readonly client: Client;
  readonly token: string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = nodeProgram(new URL('./main.ts', import.meta.url));

export async function installation(atEnd: AtEnd = atEndOfTest): Promise<Installation> {
  const folder = await testFolder(atEnd);
  const [stateDir, page] = [join(folder, 'state'), join(folder, 'seaworthy.yaml')];
  const port = await freePort();
  mkdirSync(join(folder, 'service'));
  writeFileSync(join(folder, 'service', 'server.js'), plainService);
  writeFileSync(page, pageFor(port));
  const launch = (flags: readonly string[]) => launchServer(folder, ['--state-dir', stateDir, '--port', '0', ...flags]);
  atEnd(() => endEverything(stateDir));
  return {
    folder,
    stateDir,
    publicUrl: `http://127.0.0.1:${port}`,
    async start(flags = []) {
      const server = launch(flags);
      const record = await untilRecorded(stateDir, server);
      const token = readFileSync(join(stateDir, 'keys', 'cli.token'), 'utf8').trim();
      const client = createClient({ baseUrl: record.url, token, fetch });
      return { record, client, token, ended: server.ended, kill: (signal) => void server.child.kill(signal) };
    },
    run: (flags = []) => launch(flags).ended,
    configure: (edit) => writeFileSync(page, edit(readFileSync(page, 'utf8'))),
  };
}

function pageFor(port: number): string {
  return `service: plain
runtime:
  command: [node, server.js]
  stopTimeout: 2s
traffic:
  listen: ${port}
health: {interval: 200ms, deadline: 10s}
release:
  settle: 0s
  source: service
  version: 1.0.0
  analysis: {window: 500ms, interval: 100ms}
server:
  log: {level: debug}
  proxy: {workers: 1}
`;
}

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function launchServer(cwd: string, flags: readonly string[]): Launched {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const child = spawn(process.execPath, [...main, ...flags], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

async function untilRecorded(stateDir: string, { child, ended }: Launched): Promise<ServerRecord> {
  let early: Ended | undefined;
  void ended.then((how) => {
    early = how;
  });
  for (;;) {
    const record = await runningServer(join(stateDir, 'run', 'server.json'));
    if (record?.pid === child.pid && record !== undefined) return record;
    if (early !== undefined) throw new Error(`the control plane ended with ${early.code}: ${early.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whatever a failed test left: only processes that name this very state folder are ours. */
function endEverything(stateDir: string): void {
  for (const pid of pidsOf(stateDir)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone in the meantime.
    }
  }
}

/** The control plane, the proxy, its workers and the instances of one state folder, as the system knows them. */
export function pidsOf(stateDir: string): number[] {
  return listPids().filter((pid) => {
    const facts = readProcess(pid);
    if (facts === undefined || facts.isZombie || pid === process.pid) return false;
    return readText(`/proc/${pid}/cmdline`).includes(stateDir) || readText(`/proc/${pid}/environ`).includes(stateDir);
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
