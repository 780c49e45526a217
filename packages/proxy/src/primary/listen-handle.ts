import { lookup } from 'node:dns/promises';
import net from 'node:net';
import { getSystemErrorName } from 'node:util';
import { ProxyError } from '../control/errors.ts';

/** A bound, not yet listening socket. Workers get it over their IPC channel and accept on it. */
export interface ListenHandle {
  readonly address: string;
  readonly native: object;
  close(): void;
}

interface NativeHandle {
  getsockname(out: { address?: string; port?: number }): number;
  close(): void;
}

/** The same internal function that node:cluster shares its ports with; typed here because Node does not. */
type CreateServerHandle = (
  address: string,
  port: number,
  addressType: 4 | 6,
  fd: number,
  flags: number,
) => NativeHandle | number;

/**
 * Binds `host:port` without accepting. The primary keeps the handle for as long as it serves the address: connections that arrive
 * while workers are replaced wait in the kernel's queue, which outlives every worker. (node:cluster closes its handle with the last.)
 */
export async function bindListener(listen: string): Promise<ListenHandle> {
  const { host, port } = parseListen(listen);
  const { address, family } = await lookup(host).catch((cause: unknown) => {
    throw new ProxyError('listen_failed', `cannot listen on ${listen}: no address for ${host}`, { cause });
  });
  const create = Reflect.get(net, '_createServerHandle') as CreateServerHandle;
  const native = create(address, port, family === 6 ? 6 : 4, -1, 0);
  if (typeof native === 'number') {
    throw new ProxyError('listen_failed', `cannot listen on ${listen}: ${getSystemErrorName(native)}`);
  }
  const bound: { address?: string; port?: number } = {};
  native.getsockname(bound);
  // libuv keeps "address in use" back until it listens, and a handle that is not bound would then listen on any port.
  if (!bound.port || (port !== 0 && bound.port !== port)) {
    native.close();
    throw new ProxyError('listen_failed', `cannot listen on ${listen}: the address is in use`);
  }
  const shown = bound.address ?? address;
  return {
    address: `${shown.includes(':') ? `[${shown}]` : shown}:${bound.port}`,
    native,
    close: () => native.close(),
  };
}

/** `8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`; the host is 127.0.0.1 unless given. */
export function parseListen(listen: string): { host: string; port: number } {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):)?(\d{1,5})$/.exec(listen);
  const port = Number(match?.[3]);
  if (!match || port > 65_535)
    throw new ProxyError('invalid_request', `listen: expected host:port, got ${JSON.stringify(listen)}`);
  const host = match[1] ?? match[2] ?? '127.0.0.1';
  return { host: host === '*' ? '0.0.0.0' : host, port };
}
