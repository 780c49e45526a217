import { currentContext } from '../context/context.ts';
import type { Logger } from '../logging/logger.ts';
import { redactText } from '../redaction/sensitive-text.ts';

export interface Failure {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string; readonly requestId: string } };
}

const clientError = { from: 400, before: 500 };

/**
 * What a client is told of an error. A mistake of its own (an error with a `statusCode` from 400 to 499) in the error's
 * words, without secrets; anything else only by the request's id, under which the log has the rest.
 */
export function failureOf(error: unknown, logger: Logger): Failure {
  const { correlationId: requestId = '' } = currentContext();
  const status = statusOf(error);
  if (status >= clientError.from && status < clientError.before) {
    return {
      status,
      body: { error: { code: codeOf(error), message: redactText((error as Error).message), requestId } },
    };
  }
  logger.error('a request failed', { error: error instanceof Error ? error : new Error(String(error)) });
  const message = 'The request failed on our side. Tell us the request id when you ask about it.';
  return { status, body: { error: { code: 'internal', message, requestId } } };
}

function statusOf(error: unknown): number {
  const { statusCode, status } = (error ?? {}) as { statusCode?: unknown; status?: unknown };
  const found = statusCode ?? status;
  return typeof found === 'number' && found >= clientError.from && found < 600 ? found : 500;
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : 'refused';
}
