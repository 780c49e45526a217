import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real server of a test's own, on a free port, in a folder of its own. */
export interface TestServer {
  readonly port: number;
  signal(signal: NodeJS.Signals): void;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and with the same data. */
  start(): Promise<void>;
  /** Stops it, and removes its folder. */
  remove(): Promise<void>;
}

const postgresPrograms = '/usr/lib/postgresql';
const startDeadlineMs = 20_000;

/** Why there is no such server here; undefined when it can be started. */
export function missing(server: 'postgres' | 'redis-server'): string | undefined {
  const isThere = server === 'postgres' ? existsSync(postgresPrograms) : existsSync('/usr/bin/redis-server');
  return isThere ? undefined : `${server} is not installed; scripts/test-services installs it`;
}

export async function startRedis(password: string): Promise<TestServer> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-redis-'));
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--requirepass',
    password,
  ];
  return serve({ port, folder, stopSignal: 'SIGTERM', run: () => spawn('redis-server', options, { stdio: 'ignore' }) });
}

/** Users and their passwords, by how they sign in. */
export const postgresUsers = { scram: 'scram-secret', plain: 'plain-secret', old: 'old-secret', trusted: '' };

export async function startPostgres(): Promise<TestServer> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-postgres-'));
  const account = postgresAccount();
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? 0);
  const as = { ...account, cwd: folder, stdio: 'ignore' } as const;
  const data = path.join(folder, 'data');
  execFileSync(program('initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync'], as);
  writeFileSync(path.join(data, 'pg_hba.conf'), accessRules);
  const options = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'];
  const run = () => spawn(program('postgres'), options, as);
  const server = await serve({ port, folder, stopSignal: 'SIGINT', run });
  execFileSync('psql', ['-h', folder, '-p', String(port), '-U', 'postgres', '-c', createUsers], as);
  return server;
}

const accessRules = `local all all trust
host all scram 127.0.0.1/32 scram-sha-256
host all plain 127.0.0.1/32 password
host all old 127.0.0.1/32 md5
host all trusted 127.0.0.1/32 trust
`;

const createUsers = `create role scram login password '${postgresUsers.scram}'; create role plain login password '${postgresUsers.plain}';
  create role trusted login; set password_encryption = 'md5'; create role old login password '${postgresUsers.old}'`;

/** The server refuses to run as root. */
function postgresAccount(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function program(name: string): string {
  const [newest = ''] = readdirSync(postgresPrograms).toSorted((left, right) => Number(right) - Number(left));
  return path.join(postgresPrograms, newest, 'bin', name);
}

interface Startable {
  readonly port: number;
  readonly folder: string;
  readonly stopSignal: NodeJS.Signals;
  readonly run: () => ChildProcess;
}

async function serve({ port, folder, stopSignal, run }: Startable): Promise<TestServer> {
  let child: ChildProcess | undefined;
  const server: TestServer = {
    port,
    signal: (signal) => void child?.kill(signal),
    async start() {
      child = run();
      await untilListening(port, child);
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill(stopSignal);
      await exited;
    },
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const deadline = AbortSignal.timeout(startDeadlineMs);
  while (!(await canConnect(port))) {
    if (deadline.aborted || child.exitCode !== null) throw new Error(`no server on ${port}, exit ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
