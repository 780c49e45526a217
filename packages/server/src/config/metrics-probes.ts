import { Duration, hints, Name, parseListenAddress, Secret, Text, written } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { ListenAddress } from './listen-address.ts';
import { printAddress } from './listen-address.ts';
import type { ProbeConfig, ProbeKind } from './metrics-config.ts';
import { dnsRecordTypes } from './metrics-config.ts';
import { GivenLabels } from './metrics-relabel.ts';

/** An address of something else: unlike where we listen ourselves, it always has a host. */
export const HostPort = written(
  z.string(),
  { expected: 'host:port', example: 'db.internal:5432', print: (value) => printAddress(value as ListenAddress) },
  (text) => (text.includes(':') ? parseListenAddress(text) : undefined),
);

export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .register(hints, { expected: 'an http or https URL', example: 'https://example.org/health' });

const Host = z
  .string()
  .regex(/^[A-Za-z0-9._:-]+$/)
  .register(hints, { expected: 'a host', example: 'example.org' });

/** Of a look, unless the file says more. */
const TIMEOUT_MS = 5_000;

const schedule = {
  name: Name.describe('Label "probe" of its samples.'),
  interval: Duration.prefault('30s').describe('Between two looks.'),
  timeout: Duration.optional().describe(
    'Of one look; of push, how late a beat may be. Default: 5s, or the interval where that is shorter.',
  ),
  rise: z.int().min(1).default(1).describe('So many good looks in a row make it up.'),
  fall: z.int().min(1).default(3).describe('So many bad looks in a row make it down.'),
  labels: GivenLabels.describe('Further labels of its samples.'),
};

const Http = z.strictObject({
  kind: z.literal('http').describe('What is looked at, and how.'),
  ...schedule,
  url: HttpUrl.describe('What is asked.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']).default('GET').describe('Of the request.'),
  headers: z.record(z.string(), Text).default({}).describe('Of the request.'),
  body: Text.optional().describe('Of the request.'),
  status: z.array(z.int().min(100).max(599)).default([]).describe('Answers that pass; none given: 200 to 299.'),
  contains: Text.optional().describe('Text that the body must have, or one of the records.'),
  matches: Text.optional().describe('Pattern that the body must match somewhere.'),
  json: z
    .strictObject({
      path: Text.describe('Place in the body: checks.db[0].ok.'),
      equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).describe('What must be there.'),
    })
    .optional(),
  redirect: z
    .union([
      z.enum(['follow', 'none']),
      z.strictObject({ to: HttpUrl.describe('Where it must lead; it is not followed.') }),
    ])
    .default('follow')
    .describe('follow, none, or the one that is wanted.'),
  tlsDaysLeft: z.int().min(0).optional().describe('So many days the certificates must have left.'),
});

const Tcp = z.strictObject({
  kind: z.literal('tcp'),
  ...schedule,
  address: HostPort.describe('What is connected to.'),
});

const Dns = z.strictObject({
  kind: z.literal('dns'),
  ...schedule,
  query: Text.describe('The name that is asked for.'),
  type: z.enum(dnsRecordTypes).default('A').describe('Of the records that must be there.'),
  server: HostPort.optional().describe("Name server; none given: the system's."),
  contains: Text.optional(),
});

const Ping = z.strictObject({
  kind: z.literal('ping'),
  ...schedule,
  host: Host.describe('What is asked for an echo.'),
});

const Postgresql = z.strictObject({
  kind: z.literal('postgresql'),
  ...schedule,
  address: HostPort,
  user: Text.default('seaworthy').describe('Named in the startup message; it need not exist.'),
  database: Text.default('postgres').describe('Named in the startup message.'),
});

const Redis = z.strictObject({
  kind: z.literal('redis'),
  ...schedule,
  address: HostPort,
  password: Secret.optional().describe('Sent before PING.'),
});

const Push = z.strictObject({ kind: z.literal('push'), ...schedule });

export const Probe = z.discriminatedUnion('kind', [Http, Tcp, Dns, Ping, Postgresql, Redis, Push]);
export type Probe = z.output<typeof Probe>;

export function normalizeProbe(probe: Probe): ProbeConfig {
  const { name, interval, timeout, rise, fall, labels } = probe;
  return {
    name,
    intervalMs: interval,
    timeoutMs: timeout ?? Math.min(TIMEOUT_MS, interval),
    rise,
    fall,
    labels,
    ...kindOf(probe),
  };
}

function kindOf(probe: Probe): ProbeKind {
  switch (probe.kind) {
    case 'http': {
      const { kind, url, method, headers, body, status, contains, matches, json, redirect, tlsDaysLeft } = probe;
      return { kind, url, method, headers, body, status, contains, matches, json, redirect, tlsDaysLeft };
    }
    case 'dns': {
      const { kind, query, type, server, contains } = probe;
      return { kind, query, type, server: server && printAddress(server), contains };
    }
    case 'tcp':
      return { kind: probe.kind, ...probe.address };
    case 'ping':
      return { kind: probe.kind, host: probe.host };
    case 'postgresql':
      return { kind: probe.kind, ...probe.address, user: probe.user, database: probe.database };
    case 'redis':
      return { kind: probe.kind, ...probe.address, password: probe.password };
    case 'push':
      return { kind: probe.kind };
  }
}
