import { hints, parseListenAddress, Text, written } from '@seaworthy/kit/config';
import { z } from 'zod';
import { AccessSection } from './access-section.ts';
import type { ListenAddress } from './listen-address.ts';
import { KubernetesSection, VaultSection } from './secrets-section.ts';
import { TlsSection } from './tls-section.ts';

/** Port 0 takes a free one: `run/server.json` in the state folder tells which. */
const ServerAddress = written(
  z.union([z.number(), z.string()]),
  { expected: 'a port or host:port', example: '127.0.0.1:7070', fix: () => 'Write 7070 or 127.0.0.1:7070.' },
  parseServerAddress,
);

function parseServerAddress(input: number | string): ListenAddress | undefined {
  const host = /^(?:(.*):)?0$/.exec(String(input));
  if (host === null) return parseListenAddress(input);
  const withPort = parseListenAddress(`${host[1] ?? '127.0.0.1'}:1`);
  return withPort && { ...withPort, port: 0 };
}

const HostName = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,253}$/)
  .register(hints, { expected: 'a host name', example: 'ops.example.com' });

/** The control plane's own settings: flags > environment > this section of the file > defaults. */
export const ServerSection = z.strictObject({
  listen: ServerAddress.prefault('127.0.0.1:7070').describe('Where console and API answer.'),
  allowRemote: z
    .boolean()
    .default(false)
    .describe('Listen beyond loopback without server.tls: a proxy with TLS has to stand in front.'),
  tls: TlsSection.prefault({}),
  allowedHosts: z.array(HostName).default([]).describe('Names beside localhost by which the server may be asked.'),
  stateDir: Text.default('.seaworthy').describe('Database, releases, logs, keys and sockets.'),
  masterKeyFile: Text.optional().describe(
    'The key that seals secrets, made at the first start; keys/master.key in the state folder unless given. SEAWORTHY_MASTER_KEY or SEAWORTHY_MASTER_PASSPHRASE take its place.',
  ),
  vault: VaultSection.prefault({}),
  kubernetes: KubernetesSection.prefault({}),
  access: AccessSection.prefault({}),
  proxy: z
    .strictObject({
      socket: Text.optional().describe("Socket of the proxy's admin API; in the state folder unless given."),
      workers: z.int().min(1).max(64).optional().describe('Processes that carry traffic; at most two unless given.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info').describe('Least level.'),
      format: z
        .enum(['auto', 'json', 'pretty'])
        .default('auto')
        .describe('On standard error: auto is pretty on a terminal and nothing elsewhere. The log file is JSON.'),
    })
    .prefault({}),
  consoleDir: Text.optional().describe('The built console.'),
  onStart: z
    .enum(['deploy', 'adopt'])
    .default('deploy')
    .describe('deploy: make release.version live when nothing is live yet. adopt: only take over what runs.'),
});
export type ServerSection = z.output<typeof ServerSection>;
