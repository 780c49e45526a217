import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';

const DAY_MS = 86_400_000;

/** An agent of one look, and what it saw of certificates. */
export interface TlsWatch {
  readonly agent: Agent;
  /** The first of all certificates of all connections to expire; undefined without TLS. */
  readonly expiresMs: number | undefined;
  daysLeft(nowMs: number): number | undefined;
}

export function watchTls(ca?: string): TlsWatch {
  let expiresMs: number | undefined;
  const connect = buildConnector({ timeout: 0, ...(ca === undefined ? {} : { ca }) });
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      connect(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        expiresMs = Math.min(expiresMs ?? Number.POSITIVE_INFINITY, expiryOf(socket) ?? Number.POSITIVE_INFINITY);
        callback(null, socket);
      });
    },
  });
  return {
    agent,
    get expiresMs() {
      return expiresMs === Number.POSITIVE_INFINITY ? undefined : expiresMs;
    },
    daysLeft(nowMs) {
      return this.expiresMs === undefined ? undefined : (this.expiresMs - nowMs) / DAY_MS;
    },
  };
}

/** Of the server's certificate and those that it sent along. */
function expiryOf(socket: Socket): number | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const expiries: number[] = [];
  const seen = new Set<string>();
  for (
    let each = socket.getPeerCertificate(true);
    each?.valid_to && !seen.has(each.fingerprint256);
    each = each.issuerCertificate
  ) {
    seen.add(each.fingerprint256);
    expiries.push(Date.parse(each.valid_to));
  }
  return expiries.length === 0 ? undefined : Math.min(...expiries);
}
