import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { ProxyControl } from './contract.ts';
import { isProxyErrorCode, ProxyError } from './errors.ts';

/** Room for the proxy to answer after a deadline that the call itself carries. */
const CALL_TIMEOUT_MS = 10_000;

/**
 * A client of the admin API on a Unix socket. No connection is held between calls, so a proxy that was restarted in between is
 * simply reached again. Deadlines may have fractions, as monotonic clocks give them; the wire and Node's timers take none.
 *
 *     const proxy = connectProxy('.seaworthy/run/proxy.sock');
 *     await proxy.setTargets('green', targets, probe);
 *     if ((await proxy.awaitReady('green', 30_000)).ready) await proxy.setSplit({ blue: 0, green: 100 });
 */
export function connectProxy(socketPath: string): ProxyControl {
  const closing = new AbortController();
  const call = <T>(name: string, body: object = {}, extraMs = 0, signal?: AbortSignal): Promise<T> =>
    callProxy<T>({ socketPath, name, body, timeoutMs: CALL_TIMEOUT_MS + extraMs, closing: closing.signal, signal });
  return {
    state: () => call('state'),
    configure: (configuration) => call('configure', configuration),
    setTargets: (slot, targets, probe) => call('set-targets', { slot, targets, probe }),
    awaitReady(slot, given, signal) {
      const deadlineMs = Math.ceil(given);
      return call('await-ready', { slot, deadlineMs }, deadlineMs, signal);
    },
    setSplit: (split) => call('set-split', split),
    drain(slot, given) {
      const deadlineMs = Math.ceil(given);
      return call('drain', { slot, deadlineMs }, deadlineMs);
    },
    removeSlot: (slot) => call('remove-slot', { slot }),
    pause: (options) => call('pause', options),
    resume: () => call('resume'),
    counters: () => call('counters'),
    metrics: () => call('metrics'),
    stop: (options) => call('stop', options, options.drainMs),
    close: () => closing.abort(),
  };
}

interface Call {
  readonly socketPath: string;
  readonly name: string;
  readonly body: object;
  readonly timeoutMs: number;
  readonly closing: AbortSignal;
  readonly signal: AbortSignal | undefined;
}

async function callProxy<T>(call: Call): Promise<T> {
  if (call.closing.aborted) throw new ProxyError('closed', `cannot call ${call.name}: this client was closed`);
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = AbortSignal.any([timeout, call.closing, ...(call.signal ? [call.signal] : [])]);
  try {
    const answer = await exchange(call, signal);
    return readAnswer<T>(call, answer.status, answer.text);
  } catch (error) {
    throw error instanceof ProxyError ? error : transportError(call, timeout, error);
  }
}

function exchange(call: Call, signal: AbortSignal): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(call.body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = httpRequest(
      { socketPath: call.socketPath, method: 'POST', path: `/v1/${call.name}`, headers, agent: false, signal },
      (response) => readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject),
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer<T>(call: Call, status: number, text: string): T {
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (status === 200) return (answer as { result: T }).result;
  if (status === 204) return undefined as T;
  const failure = (answer as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  const code = isProxyErrorCode(failure?.code) ? failure.code : 'internal';
  throw new ProxyError(
    code,
    typeof failure?.message === 'string' ? failure.message : `${call.name} was answered ${status}`,
  );
}

function transportError(call: Call, timeout: AbortSignal, cause: unknown): ProxyError {
  if (call.closing.aborted)
    return new ProxyError('closed', `${call.name} was given up: this client was closed`, { cause });
  if (call.signal?.aborted) return new ProxyError('cancelled', `${call.name} was given up by the caller`, { cause });
  if (timeout.aborted)
    return new ProxyError('timeout', `${call.name} was not answered in ${call.timeoutMs} ms`, { cause });
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ProxyError('unreachable', `cannot reach the proxy at ${call.socketPath}: ${why}`, { cause });
}
