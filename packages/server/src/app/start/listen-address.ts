import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { ListenAddress } from '../../config/listen-address.ts';
import { StartError } from './start-error.ts';

/** Where the control plane will listen, known before it does. */
export interface ClaimedAddress {
  readonly address: ListenAddress;
  /** Frees it for the server. */
  release(): Promise<void>;
}

/**
 * Asked before anything is started, so that a taken port leaves nothing behind. Instances are told the address at their
 * start: when any free port will do, one is chosen now, and held until the server takes it.
 */
export async function claimAddress({ host, port }: ListenAddress): Promise<ClaimedAddress> {
  const holder = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.listen(port, host, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    const hint = 'Free the port, or choose another one with --listen.';
    throw new StartError('port_taken', `Cannot listen on ${host}:${port}: ${error.code ?? error.message}.`, { hint });
  });
  holder.unref();
  const { port: chosen } = holder.address() as AddressInfo;
  const release = () => new Promise<void>((resolve) => holder.close(() => resolve()));
  if (port !== 0) await release();
  return { address: { host, port: chosen }, release };
}
