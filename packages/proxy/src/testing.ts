import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { connectProxy } from './control/client.ts';
import type { ProbeOptions, ProxyConfiguration, ProxyControl, ProxyTarget } from './control/contract.ts';

/** Where the packages were just built (`npm test` says so), as it is installed: its sources would be compiled at every start. */
const PROGRAM =
  process.env['PROGRAMS_ARE_BUILT'] === 'yes'
    ? [fileURLToPath(new URL('../dist/main.js', import.meta.url))]
    : ['--conditions=source', '--import', 'tsx', fileURLToPath(new URL('./main.ts', import.meta.url))];

export const QUICK_PROBE: ProbeOptions = { path: '/health', intervalMs: 50, timeoutMs: 1_000, rise: 1, fall: 2 };

export const CONFIGURATION: ProxyConfiguration = {
  service: 'test',
  listen: '127.0.0.1:0',
  balance: 'round-robin',
  retries: 2,
};

export interface TestTarget extends ProxyTarget {
  readonly server: Server;
  /** Ends its connections and stops listening. */
  kill(): Promise<void>;
}

/** A real HTTP server on a free port that is healthy and answers everything else by `listener`. */
export async function startTarget(id: string, listener: RequestListener, port = 0): Promise<TestTarget> {
  const server = createServer((request, response) => {
    if (request.url === '/health') response.end('ok');
    else listener(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const kill = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(kill);
  return { id, host: '127.0.0.1', port: (server.address() as AddressInfo).port, server, kill };
}

export function addressOf({ id, host, port }: ProxyTarget): ProxyTarget {
  return { id, host, port };
}

export interface TestProxy {
  readonly folder: string;
  readonly stateFile: string;
  readonly socket: string;
  readonly control: ProxyControl;
  process: ChildProcess;
  /** The port that clients use; 0 before the first `configure`. */
  port(): Promise<number>;
  /** Starts again on the same files. */
  start(): Promise<void>;
}

/** A whole proxy as its own process, in a temporary folder; ended with the test. */
export async function startProxy(options: { workers?: number; args?: string[] } = {}): Promise<TestProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-proxy-'));
  const [stateFile, socket] = [join(folder, 'proxy.json'), join(folder, 'proxy.sock')];
  const args = [
    '--state-file',
    stateFile,
    '--socket',
    socket,
    '--workers',
    String(options.workers ?? 2),
    ...(options.args ?? []),
  ];
  const start = async (): Promise<ChildProcess> => {
    const child = spawnProxy([...args, '--log-file', join(folder, 'proxy.log')]);
    await reachable(socket);
    return child;
  };
  const control = connectProxy(socket);
  const proxy: TestProxy = {
    folder,
    stateFile,
    socket,
    control,
    process: await start(),
    port: async () => Number((await control.state()).listen?.split(':').at(-1) ?? 0),
    start: async () => {
      proxy.process = await start();
    },
  };
  onTestFinished(async () => {
    await ended(proxy.process, () => proxy.process.kill('SIGKILL'));
    rmSync(folder, { recursive: true, force: true });
  });
  return proxy;
}

/** A proxy that serves `targets` in the slot blue. */
export async function startServing(
  targets: readonly ProxyTarget[],
  changes: Partial<ProxyConfiguration> = {},
  workers = 2,
): Promise<TestProxy> {
  const proxy = await startProxy({ workers });
  await proxy.control.configure({ ...CONFIGURATION, ...changes });
  await proxy.control.setTargets('blue', targets.map(addressOf), QUICK_PROBE);
  await proxy.control.awaitReady('blue', 60_000);
  await proxy.control.setSplit({ blue: 100, green: 0 });
  return proxy;
}

export function spawnProxy(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...PROGRAM, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

export async function ended(child: ChildProcess, end: () => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  end();
  return (await exit)[0] as number | null;
}

/** Resolves when something answers on the admin socket. */
export async function reachable(socket: string): Promise<void> {
  await until(async () => {
    const probe = connect(socket);
    const event = await Promise.race([
      once(probe, 'connect').then(() => true),
      once(probe, 'error').then(() => false),
    ]).catch(() => false);
    probe.destroy();
    return event;
  });
}

const GIVE_UP_MS = 90_000;
const LOOK_EVERY_MS = 5;

/** Waits until the condition holds; fails the test when it never does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpMs = performance.now() + GIVE_UP_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpMs) throw new Error(`never held: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Sends raw bytes and collects what comes back until the other side closes, or `isEnough` says so. */
export async function talk(
  port: number,
  bytes: string | Buffer,
  isEnough: (text: string) => boolean = () => false,
): Promise<string> {
  const socket = await dial(port);
  socket.write(bytes);
  return hear(socket, isEnough).finally(() => socket.destroy());
}

export async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

export function hear(socket: Socket, isEnough: (text: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const end = () => resolve(text);
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1');
      if (isEnough(text)) end();
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}
