import type { AccessConfig } from './access-section.ts';
import type { ListenAddress } from './service-config.ts';

/** The control plane's own settings, normalized: absolute paths, nothing optional but what may be absent. */
export interface ServerConfig {
  readonly listen: ListenAddress;
  readonly allowedHosts: readonly string[];
  readonly stateDir: string;
  readonly access: AccessConfig;
  readonly proxySocket: string;
  /** Undefined: the proxy's own choice. */
  readonly proxyWorkers: number | undefined;
  readonly log: { readonly level: LogLevel; readonly format: 'auto' | 'json' | 'pretty' };
  readonly consoleDir: string | undefined;
  readonly onStart: 'deploy' | 'adopt';
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
