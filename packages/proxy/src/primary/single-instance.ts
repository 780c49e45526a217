import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';

/**
 * Claims the admin socket's path for this process; false when a live proxy has it. On Linux the claim is an abstract socket, which
 * the kernel drops with the process: no stale lock, no race between two starters. Elsewhere a live answer on the path decides.
 */
export async function claim(socketPath: string): Promise<boolean> {
  if (process.platform !== 'linux') return !(await answers(socketPath));
  const name = createHash('sha256').update(resolve(socketPath)).digest('hex').slice(0, 32);
  const lock = createServer((socket) => socket.destroy());
  return new Promise((done, fail) => {
    lock.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(false) : fail(error)));
    lock.listen(`\0seaworthy-proxy-${name}`, () => {
      lock.unref();
      done(true);
    });
  });
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(socketPath);
    const end = (isLive: boolean) => {
      socket.destroy();
      done(isLive);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Listens on the path that was claimed; what a dead proxy left there is removed. Only the owner may connect. */
export async function listenOnSocket(server: Server, socketPath: string): Promise<void> {
  await rm(socketPath, { force: true });
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(socketPath, done);
    });
  } finally {
    process.umask(umask);
  }
  await chmod(socketPath, 0o600);
}
