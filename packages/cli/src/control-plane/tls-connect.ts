import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';

/** How the certificate of a control plane is known to be the right one. */
export interface Trust {
  /** PEM that signs it, beside those that the system trusts. */
  readonly ca?: string | undefined;
  /** SHA-256 of the very certificate, which the control plane on this machine left in its record. */
  readonly fingerprint?: string | undefined;
}

export function connectorFor({ ca, fingerprint }: Trust, timeout: number): buildConnector.connector {
  if (fingerprint === undefined) return buildConnector({ timeout, ...(ca === undefined ? {} : { ca }) });
  // The certificate need not name loopback, nor be signed by anybody we know: it is compared as a whole.
  const connect = buildConnector({ timeout, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (options, callback) => {
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error !== null || !('getPeerCertificate' in socket)) return callback(...result);
      if ((socket as TLSSocket).getPeerCertificate().fingerprint256 === fingerprint) return callback(...result);
      socket.destroy();
      const message = 'it shows another certificate than the control plane of this machine';
      callback(Object.assign(new Error(message), { code: 'CERT_NOT_OURS' }), null);
    });
  };
}
