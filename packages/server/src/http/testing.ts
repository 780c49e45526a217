import { readFileSync } from 'node:fs';
import { routes } from '@seaworthy/api';
import { createHealth, createLogger, createMetrics } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { onTestFinished } from 'vitest';
import { createIdempotency } from '../access/idempotency.ts';
import type { AccessBench, BenchOptions } from '../access/testing.ts';
import { accessBench } from '../access/testing.ts';
import { systemClock } from '../platform/clock.ts';
import type { AuditPort } from './audit-port.ts';
import { HttpError } from './errors.ts';
import type { Handlers } from './handlers.ts';
import type { HttpServer, HttpServerOptions } from './server.ts';
import { createHttpServer } from './server.ts';

export interface HttpBench extends AccessBench {
  readonly server: HttpServer;
  /** A header that lets everything through. */
  readonly authorization: string;
  readonly logLines: string[];
  /** What the requests were recorded as. */
  readonly entries: NewAuditEntry[];
}

/** The server as it is, over an empty installation; handlers that a test does not bring answer `unavailable`. */
export async function httpBench(
  handlers: Partial<Handlers> | ((bench: AccessBench) => Partial<Handlers>) = {},
  over: Partial<HttpServerOptions> = {},
  options: BenchOptions = {},
): Promise<HttpBench> {
  const bench = await accessBench(options);
  const given = typeof handlers === 'function' ? handlers(bench) : handlers;
  const logLines: string[] = [];
  const entries: NewAuditEntry[] = [];
  const server = await createHttpServer({
    handlers: { ...absentHandlers(), ...given },
    access: bench.access,
    audit: auditInto(entries),
    auditExport: () => Promise.reject(new HttpError('unavailable')),
    idempotency: createIdempotency(bench.database, bench.clock),
    clock: systemClock,
    logger: createLogger({ name: 'http', destination: { write: (line: string) => void logLines.push(line) } }),
    health: createHealth(),
    metrics: createMetrics(),
    proxyMetrics: async () => 'proxy_up 1\n',
    version: '0.0.0',
    listen: { host: '127.0.0.1', port: 0 },
    allowedHosts: [],
    consoleDir: undefined,
    ...over,
  });
  onTestFinished(() => server.close());
  const authorization = `Bearer ${readFileSync(bench.tokenFile, 'utf8').trim()}`;
  return { ...bench, server, authorization, logLines, entries };
}

export function auditInto(entries: NewAuditEntry[]): AuditPort {
  return {
    ensureWritable: async () => {},
    record: async (entry) => void entries.push(entry),
    note: (entry) => void entries.push(entry),
  };
}

function absentHandlers(): Handlers {
  const absent = () => {
    throw new HttpError('unavailable');
  };
  async function* none() {}
  const own = ['signIn', 'refreshSession', 'session', 'signOut', 'signInOptions'];
  const handlers = Object.entries(routes)
    .filter(([name]) => !own.includes(name))
    .map(([name, route]) => [name, 'stream' in route ? none : absent]);
  return Object.fromEntries(handlers) as Handlers;
}
