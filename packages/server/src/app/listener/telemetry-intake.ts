import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener, Server } from 'node:http';
import type { ListenAddress } from '../../config/listen-address.ts';
import { claimAddress } from '../start/listen-address.ts';

/**
 * Where instances hand in their telemetry while the control plane itself speaks TLS: they are on the same machine, and
 * its certificate need not name loopback. Nothing but OTLP is answered there, and that by token as ever.
 */
export interface TelemetryIntake {
  readonly address: ListenAddress;
  /** The listener for OTLP, and 404 for all else. */
  only(listener: RequestListener): RequestListener;
  listen(server: Server): Promise<void>;
}

/** The port of the last start again, if it is free: instances that run on know that one. */
export async function claimIntake(portFile: string): Promise<TelemetryIntake> {
  const last = Number(await readFile(portFile, 'utf8').catch(() => '0')) || 0;
  const host = '127.0.0.1';
  const claimed = await claimAddress({ host, port: last }).catch(() => claimAddress({ host, port: 0 }));
  await writeFile(portFile, `${claimed.address.port}\n`, { mode: 0o600 });
  return {
    address: claimed.address,
    only: (listener) => (request, response) => {
      if (/^\/v1\/(?:traces|metrics|logs)$/.test(request.url ?? '')) return listener(request, response);
      response.writeHead(404).end();
    },
    async listen(server) {
      await claimed.release();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(claimed.address.port, host, resolve);
      });
    },
  };
}
