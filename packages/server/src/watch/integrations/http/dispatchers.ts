import { readFile } from 'node:fs/promises';
import type { SecureVersion } from 'node:tls';
import type { Dispatcher } from 'undici';
import { Agent, interceptors, ProxyAgent } from 'undici';
import { SendError } from '../send-error.ts';
import type { HttpConfig, TlsConfig } from './http-config.ts';

export interface Dispatchers {
  /** How connections are made for this configuration; one each, kept. */
  of(config: HttpConfig | undefined): Promise<Dispatcher>;
  close(): Promise<void>;
}

const MOST_REDIRECTS = 10;
const versions: Readonly<Record<string, SecureVersion>> = {
  TLS10: 'TLSv1',
  TLS11: 'TLSv1.1',
  TLS12: 'TLSv1.2',
  TLS13: 'TLSv1.3',
};

export function createDispatchers(): Dispatchers {
  const made = new Map<HttpConfig | undefined, Promise<Dispatcher>>();
  return {
    of(config) {
      const known = made.get(config);
      if (known !== undefined) return known;
      const making = make(config);
      made.set(config, making);
      // A certificate that cannot be read now may be there at the next attempt.
      making.catch(() => made.delete(config));
      return making;
    },
    async close() {
      const settled = await Promise.allSettled(made.values());
      await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
    },
  };
}

async function make(config: HttpConfig | undefined): Promise<Dispatcher> {
  const tls = await tlsOptions(config?.tls_config);
  const proxy = config?.proxy_url;
  const agent = proxy ? new ProxyAgent({ uri: proxy, requestTls: tls }) : new Agent({ connect: tls });
  if (config?.follow_redirects === false) return agent;
  return agent.compose(interceptors.redirect({ maxRedirections: MOST_REDIRECTS }));
}

/** For `tls.connect`. */
export async function tlsOptions(config: TlsConfig | undefined) {
  if (config === undefined) return {};
  const [ca, cert, key] = await Promise.all([
    config.ca ?? readIfSet(config.ca_file),
    config.cert ?? readIfSet(config.cert_file),
    config.key ?? readIfSet(config.key_file),
  ]);
  const { server_name: servername, insecure_skip_verify: skip, min_version: min, max_version: max } = config;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
    ...(skip ? { rejectUnauthorized: false } : {}),
    ...(min === undefined ? {} : { minVersion: versions[min] }),
    ...(max === undefined ? {} : { maxVersion: versions[max] }),
  };
}

async function readIfSet(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return readFile(file, 'utf8').catch(() => {
    throw new SendError('configuration', `The file ${file} cannot be read.`, { retryable: true });
  });
}
