import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentContext } from '../context/context.ts';
import { redactText } from '../redaction/sensitive-text.ts';
import type { ServiceParts } from './service-parts.ts';

export interface Failure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: FailureWords };
}

interface FailureWords {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly requestId: string;
}

/** What an error may say of itself: the properties that Express, Fastify and Koa know from http-errors, and a hint. */
interface SaidOfItself {
  readonly statusCode?: unknown;
  readonly status?: unknown;
  readonly expose?: unknown;
  readonly code?: unknown;
  readonly hint?: unknown;
  readonly headers?: unknown;
}

type Told = Pick<ServiceParts, 'logger' | 'onError'>;

const clientError = { from: 400, before: 500 };

/**
 * What a client is told of an error. A mistake of its own (an error with a `statusCode` from 400 to 499), and what says
 * `expose: true`, in the error's words, without secrets, with its `hint` and `headers`; anything else only by the request's
 * id, under which the log has the rest. Nobody is told of an error that is the client's going away.
 */
export function failureOf(error: unknown, request: IncomingMessage, { logger, onError }: Told): Failure {
  const { correlationId: requestId = '' } = currentContext();
  const said = (error ?? {}) as SaidOfItself;
  const status = statusOf(said);
  const isExposed = said.expose === true || (status >= clientError.from && status < clientError.before);
  if (!isClientGone(request)) {
    if (!isExposed)
      logger.error('a request failed', { error: error instanceof Error ? error : new Error(String(error)) });
    if (status >= clientError.before) onError?.(error);
  }
  const headers = isUnread(request) ? { connection: 'close' } : {};
  if (isExposed) {
    return { status, headers: { ...headersOf(said), ...headers }, body: { error: { ...wordsOf(said), requestId } } };
  }
  const message = 'The request failed on our side. Tell us the request id when you ask about it.';
  return { status, headers, body: { error: { code: 'internal', message, requestId } } };
}

/** Answers with the failure; an answer that began already is broken off, so that nobody takes it for whole. */
export function answerFailure(error: unknown, request: IncomingMessage, response: ServerResponse, told: Told): void {
  const { status, headers, body } = failureOf(error, request, told);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function statusOf({ statusCode, status }: SaidOfItself): number {
  const found = statusCode ?? status;
  return typeof found === 'number' && found >= clientError.from && found < 600 ? found : 500;
}

function wordsOf(said: SaidOfItself): Omit<FailureWords, 'requestId'> {
  const { code, hint } = said;
  const message = redactText(String((said as Partial<Error>).message ?? ''));
  const isCode = typeof code === 'string' && /^[\w.-]{1,64}$/.test(code);
  return { code: isCode ? code : 'refused', message, ...(typeof hint === 'string' && { hint: redactText(hint) }) };
}

function headersOf({ headers }: SaidOfItself): Record<string, string> {
  return typeof headers === 'object' ? { ...(headers as Record<string, string>) } : {};
}

/** It went away while its body was read: the reader's error says only that. */
function isClientGone({ destroyed, complete }: IncomingMessage): boolean {
  return destroyed && !complete;
}

/** A body that is still coming: with a connection that stays, Node would read it to its end, however long it is. */
function isUnread({ complete, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !complete;
}
