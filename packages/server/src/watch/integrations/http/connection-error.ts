import type { FailureReason } from '../../notifications/receiver.ts';
import { SendError } from '../send-error.ts';

const codes: Readonly<Record<string, readonly [FailureReason, string]>> = {
  ECONNREFUSED: ['connection', 'Nothing listens at'],
  ECONNRESET: ['connection', 'The connection was closed before an answer came from'],
  EPIPE: ['connection', 'The connection was closed before an answer came from'],
  UND_ERR_SOCKET: ['connection', 'The connection was closed before an answer came from'],
  EHOSTUNREACH: ['connection', 'There is no way to'],
  ENETUNREACH: ['connection', 'There is no way to'],
  ENOTFOUND: ['dns', 'There is no host'],
  EAI_AGAIN: ['dns', 'The name server does not answer for'],
  ETIMEDOUT: ['timeout', 'No connection in time to'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'No connection in time to'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'No answer in time from'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'No whole answer in time from'],
};

/** In words, and without the error's own message, which may quote the address and with it a secret. */
export function connectionError(error: unknown, host: string, signal?: AbortSignal): SendError {
  if (error instanceof SendError) return error;
  if (signal?.aborted) return new SendError('timeout', `No answer in time from ${host}.`, { retryable: true });
  const code = codeOf(error);
  const known = codes[code];
  if (known) return new SendError(known[0], `${known[1]} ${host}.`, { retryable: true });
  if (isTls(code)) return new SendError('tls', `No trusted TLS connection to ${host} (${code}).`, { retryable: true });
  return new SendError('connection', `No answer from ${host} (${code}).`, { retryable: true });
}

/** Of several addresses tried at once, the first one's error speaks. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function isTls(code: string): boolean {
  return /^ERR_(?:TLS|SSL)|CERT|^EPROTO$|UNABLE_TO_(?:VERIFY|GET_ISSUER)/.test(code);
}
