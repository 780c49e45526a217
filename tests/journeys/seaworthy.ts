import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceStatus } from '@seaworthy/api';
import { send } from './load.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const binary = join(here, '../../packages/cli/bin/seaworthy.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installation {
  readonly folder: string;
  readonly stateFolder: string;
  readonly proxyPort: number;
  readonly apiPort: number;
  /** Runs the built command line, as a user does. */
  cli(...args: string[]): Promise<Finished>;
  /** The same with `--json`: its one document. */
  json<T>(...args: string[]): Promise<{ code: number | null; document: T }>;
  server(): { pid: number; url: string };
  /** Where the API answers, and the token of this machine's command line. */
  access(): { url: string; token: string };
  /** Every process that belongs to this installation: found by the state folder in its command line or environment. */
  processes(): { pid: number; command: string }[];
  /** Stops everything, kills what is left, and removes the folder. */
  remove(): Promise<void>;
}

export interface InstallationOptions {
  /** The seaworthy.yaml; `{proxyPort}` stands for the port of the traffic, `{folder}` for the installation's folder. */
  readonly yaml?: string;
  readonly source?: string;
}

/** A fresh folder with a plain service and its seaworthy.yaml, on free ports. Nothing is started yet. */
export async function install(options: InstallationOptions = {}): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-journey-'));
  const stateFolder = join(folder, 'state');
  const [proxyPort, apiPort] = await freePorts(2);
  cpSync(options.source ?? join(here, 'plain-service'), join(folder, 'service'), { recursive: true });
  writeFileSync(
    join(folder, 'seaworthy.yaml'),
    (options.yaml ?? plainYaml).replaceAll('{proxyPort}', String(proxyPort)).replaceAll('{folder}', folder),
  );

  const cli = (...args: string[]) => run([...args, '--state-dir', stateFolder], folder);
  const processes = () => processesOf(stateFolder);
  const server = () =>
    JSON.parse(readFileSync(join(stateFolder, 'run/server.json'), 'utf8')) as { pid: number; url: string };
  return {
    folder,
    stateFolder,
    proxyPort,
    apiPort,
    cli,
    processes,
    async json(...args) {
      const { code, stdout, stderr } = await cli(...args, '--json');
      try {
        return { code, document: JSON.parse(stdout) };
      } catch (cause) {
        throw new Error(
          `seaworthy ${args.join(' ')} --json printed no JSON document (exit ${code}): ${stdout}${stderr}`,
          { cause },
        );
      }
    },
    server,
    access: () => ({ url: server().url, token: readFileSync(join(stateFolder, 'keys/cli.token'), 'utf8').trim() }),
    async remove() {
      if (existsSync(join(stateFolder, 'run/server.json'))) await cli('down');
      for (const { pid } of processes()) kill(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Short stretches, so that a journey of many deployments stays short. Only what is awaited anyway is short: a machine that
 * is busy with other tests makes a service slow to start and slow to answer, and neither is what these journeys are about.
 */
export const plainYaml = `service: plain
runtime:
  command: [node, server.mjs]
  stopTimeout: 5s
traffic: {listen: '{proxyPort}', drainTimeout: 2s}
health: {path: /health, readiness: /health, interval: 200ms, timeout: 5s, deadline: 30s}
release:
  settle: 50ms
  source: service
  version: 1.0.0
  validation: [{http: GET /, status: 200}]
  analysis: {window: 1s, interval: 250ms, minRequests: 20, latencyRatio: 1000}
  keepPrevious: 1m
`;

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** Asks again until the answer is true: for what another process does in its own time. Fails with what was waited for. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function run(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [binary, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      // A detached grandchild may hold the pipes open; what the command itself printed is there when it exits.
      setImmediate(() =>
        resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
      );
    });
  });
}

/** Over a connection of its own: a kept one may lead to a control plane that was killed. */
export async function statusOf({ access }: Installation): Promise<ServiceStatus> {
  const { url, token } = access();
  const headers = { authorization: `Bearer ${token}` };
  const { status, body } = await send({ port: Number(new URL(url).port), path: '/api/v1/status', headers });
  if (status !== 200) throw new Error(`the status is answered with ${status}: ${body}`);
  return JSON.parse(body) as ServiceStatus;
}

/** Below those that the kernel gives to outgoing connections: a client may have taken such a one before it is listened on. */
export async function freePorts(count: number): Promise<number[] & { 0: number; 1: number }> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(10_000, 32_000);
    if (await canBeListenedOn(port)) ports.add(port);
  }
  return [...ports] as number[] & { 0: number; 1: number };
}

function canBeListenedOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Every process with the state folder in its command line or environment. */
export function processesOf(stateFolder: string): { pid: number; command: string }[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.flatMap((pid) => {
    try {
      if (pid === process.pid || !isAlive(pid)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return command.includes(stateFolder) || environment.includes(stateFolder) ? [{ pid, command }] : [];
    } catch {
      return []; // It ended while we looked.
    }
  });
}
