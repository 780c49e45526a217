import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { PROXY_ERRORS, ProxyError } from '../control/errors.ts';
import type { Log } from '../primary/log.ts';
import type { Primary } from '../primary/primary.ts';
import { CALLS } from './calls.ts';
import { Input } from './check-input.ts';

const MAX_BODY_BYTES = 1_048_576;

export interface AdminOptions {
  readonly primary: Primary;
  readonly log: Log;
  /** After a `stop` was answered. */
  onStopped(): void;
}

/** The admin API over HTTP on the Unix socket, so that `curl --unix-socket` reaches it too. Not listening yet. */
export function createAdminServer(options: AdminOptions): Server {
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 10_000, keepAliveTimeout: 1_000 },
    (request, response) => {
      if (request.url === '/v1/watch') hold(response);
      else void answer(options, request, response);
    },
  );
  return server;
}

/** Says nothing for as long as this process lives: its end is the message (see watchProxy). */
function hold(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.flushHeaders();
}

async function answer(options: AdminOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = /^\/v1\/([a-z-]+)$/.exec(request.url ?? '')?.[1] ?? '';
  try {
    const result = await run(options, request, name);
    if (name === 'stop') response.once('close', () => options.onStopped());
    reply(response, result === undefined ? 204 : 200, result === undefined ? '' : JSON.stringify({ result }));
  } catch (error) {
    const known = error instanceof ProxyError ? error : new ProxyError('internal', String(error), { cause: error });
    if (known.code === 'internal') options.log('error', 'a call failed', { call: name, error: stackOf(error) });
    const { code, message, hint, retryable } = known;
    reply(response, PROXY_ERRORS[code].status || 500, JSON.stringify({ error: { code, message, hint, retryable } }));
  }
}

async function run({ primary }: AdminOptions, request: IncomingMessage, name: string): Promise<unknown> {
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (!call || request.method !== 'POST')
    throw new ProxyError('unknown_call', `no call ${request.method} ${request.url}`);
  return call(primary, new Input(await readJson(request)));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES)
      throw new ProxyError('invalid_request', `the body is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new ProxyError('invalid_request', 'the body is not JSON', { cause });
  }
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(body);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
