import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Logger, Metrics } from '@seaworthy/kit';
import type { ListenAddress } from '../../config/listen-address.ts';
import { printAddress } from '../../config/listen-address.ts';
import type { TlsConfig } from '../../config/server-config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Certificate } from '../../tls/certificate.ts';
import { readCertificate } from '../../tls/certificate.ts';
import { keepCertificate } from '../../tls/certificate-keeper.ts';
import { createTlsServer, renewCertificate } from '../../tls/tls-server.ts';
import { localEndpoint } from '../../watch/otlp/instance-env.ts';
import type { TelemetryIntake } from './telemetry-intake.ts';
import { claimIntake } from './telemetry-intake.ts';

export interface OwnListenerOptions {
  readonly tls: TlsConfig | undefined;
  readonly address: ListenAddress;
  /** Remembers the port for the instances' telemetry. */
  readonly intakePort: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** How the control plane's own address is spoken to. */
export interface OwnListener {
  /** As callers reach us, for links: without a path. */
  readonly origin: string;
  /** Where instances on this machine send their telemetry: by plain HTTP on loopback, whatever the others speak. */
  readonly telemetryEndpoint: string;
  readonly tlsServer: ((listener: RequestListener) => HttpsServer) | undefined;
  readonly fingerprint: () => string | undefined;
  /** From when the server answers: instances are heard, and a new certificate is taken up. */
  run(o: { readonly listener: RequestListener; readonly onNewCertificate: () => Promise<void> }): Promise<void>;
  stop(): Promise<void>;
}

/** Reads the certificate, and claims what is needed beside it. Throws TlsError. */
export async function prepareOwnListener(options: OwnListenerOptions): Promise<OwnListener> {
  const { tls, address } = options;
  if (tls === undefined) {
    return {
      origin: `http://${printAddress(address)}`,
      telemetryEndpoint: localEndpoint(address),
      tlsServer: undefined,
      fingerprint: () => undefined,
      run: async () => undefined,
      stop: async () => undefined,
    };
  }
  return encrypted(options, tls, await readCertificate(tls), await claimIntake(options.intakePort));
}

function encrypted(
  { address, clock, metrics, logger }: OwnListenerOptions,
  files: TlsConfig,
  first: Certificate,
  intake: TelemetryIntake,
): OwnListener {
  let [current, server]: [Certificate, HttpsServer | undefined] = [first, undefined];
  let stopKeeping: () => void = () => undefined;
  const plain: Server = createServer();
  registerMetrics(metrics, () => current);
  return {
    origin: `https://${printAddress(address)}`,
    telemetryEndpoint: localEndpoint(intake.address),
    tlsServer(listener) {
      server = createTlsServer(current, listener);
      return server;
    },
    fingerprint: () => current.fingerprint,
    async run({ listener, onNewCertificate }) {
      plain.on('request', intake.only(listener));
      await intake.listen(plain);
      const onNew = async (certificate: Certificate) => {
        current = certificate;
        if (server !== undefined) renewCertificate(server, certificate);
        logger.info('the certificate is renewed', { expiresAt: new Date(certificate.expiresAtMs).toISOString() });
        await onNewCertificate();
      };
      const onProblem = (error: unknown) =>
        logger.error('the new certificate cannot be used; the old one stays', { error });
      stopKeeping = keepCertificate({ files, first, clock, onNew, onProblem }).stop;
    },
    async stop() {
      stopKeeping();
      plain.closeAllConnections();
      await new Promise<void>((resolve) => plain.close(() => resolve()));
    },
  };
}

function registerMetrics(metrics: Metrics, current: () => Certificate): void {
  metrics.gauge({
    name: 'seaworthy_tls_certificate_expiry_timestamp_seconds',
    help: "End of the certificate of the control plane's own listener.",
    collect: (gauge) => gauge.set(current().expiresAtMs / 1000),
  });
}
