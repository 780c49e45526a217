import { readFile } from 'node:fs/promises';
import { Agent, fetch } from 'undici';
import { SecretError } from './secret-error.ts';

export interface HttpSourceOptions {
  /** As people know it: Vault, Kubernetes. */
  readonly name: string;
  readonly url: string;
  /** A file in PEM that signs the server's certificate; without it, those that the system trusts. */
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  /** Undefined when it is no JSON. */
  readonly body: unknown;
}

/** One JSON request to a keeper of secrets. Nothing of a request or an answer is ever part of an error. */
export type Ask = (call: Call) => Promise<Answer>;

const largestAnswerBytes = 4 * 2 ** 20;

export function httpAsker({ name, url, ca, timeoutMs }: HttpSourceOptions): Ask {
  let agent: Promise<Agent> | undefined;
  const makeAgent = async () =>
    new Agent({
      connect: { timeout: timeoutMs, ...(ca === undefined ? {} : { ca: await readFile(ca, 'utf8') }) },
      maxResponseSize: largestAnswerBytes,
      keepAliveTimeout: 1_000,
    });
  return async ({ method = 'GET', path, headers, body, signal }) => {
    signal?.throwIfAborted();
    const late = AbortSignal.timeout(timeoutMs);
    try {
      agent ??= makeAgent();
      const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
        ...{ method, redirect: 'error', dispatcher: await agent },
        headers: { accept: 'application/json', ...headers },
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: parse(await answer.text()) };
    } catch (error) {
      signal?.throwIfAborted();
      agent = undefined;
      throw unreachable(name, url, late.aborted ? `no answer within ${timeoutMs / 1000} s` : causeOf(error));
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The system's word for what happened, which names no secret: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
function causeOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return 'the connection failed';
}

function unreachable(name: string, url: string, why: string): SecretError {
  const hint = /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(why)
    ? `Give the certificate that signs it: server.${name.toLowerCase()}.ca.`
    : `Check server.${name.toLowerCase()}.url, and that this machine can reach it.`;
  return new SecretError('secret_source_unreachable', `${name} at ${url} cannot be asked: ${why}.`, {
    hint,
    retryable: true,
  });
}
