import type { AccessConfig } from './access-section.ts';
import type { ListenAddress } from './listen-address.ts';
import type { OwnKeys } from './own-keys.ts';

/** The control plane's own settings, normalized: absolute paths, nothing optional but what may be absent. */
export interface ServerConfig {
  readonly listen: ListenAddress;
  readonly allowedHosts: readonly string[];
  /** Undefined: plain HTTP. */
  readonly tls: TlsConfig | undefined;
  readonly stateDir: string;
  readonly masterKeyFile: string;
  readonly ownKeys: OwnKeys;
  /** Undefined: secrets of Vault cannot be named. */
  readonly vault: VaultConfig | undefined;
  readonly kubernetes: KubernetesConfig;
  readonly access: AccessConfig;
  readonly proxySocket: string;
  /** Undefined: the proxy's own choice. */
  readonly proxyWorkers: number | undefined;
  readonly log: { readonly level: LogLevel; readonly format: 'auto' | 'json' | 'pretty' };
  readonly consoleDir: string | undefined;
  readonly onStart: 'deploy' | 'adopt';
}

export interface TlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

export interface VaultConfig {
  readonly url: string;
  readonly mount: string;
  readonly namespace: string | undefined;
  readonly tokenFile: string | undefined;
  readonly roleId: string | undefined;
  readonly secretIdFile: string | undefined;
  readonly roleMount: string;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

export interface KubernetesConfig {
  readonly url: string;
  readonly namespace: string;
  readonly tokenFile: string;
  readonly ca: string;
  readonly timeoutMs: number;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
