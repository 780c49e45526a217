import type { ErrorBody, ErrorCode } from '@seaworthy/api';
import { errors } from '@seaworthy/api';

export interface Detail {
  readonly path: string;
  readonly message: string;
}

/** A refusal that http itself makes. The flows throw their own errors; any with a `code` of the table is understood. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly code: ErrorCode,
    message?: string,
    readonly details: readonly Detail[] = [],
    readonly hint?: string,
  ) {
    super(message ?? errors[code].message);
  }
}

export interface Answer {
  readonly status: number;
  readonly body: ErrorBody;
  /** The caller did nothing wrong: worth an error line with the stack in the log. */
  readonly isOurs: boolean;
}

/** The one funnel from whatever was thrown to what the caller reads. Unknown errors say nothing of their inside. */
export function toAnswer(thrown: unknown, requestId: string): Answer {
  const known = recognise(thrown);
  const entry = errors[known.code];
  const details = known.details.map(({ path, message }) => ({ path, message }));
  return {
    status: entry.status,
    isOurs: entry.status >= 500,
    body: {
      error: {
        code: known.code,
        message: known.message ?? entry.message,
        hint: known.hint ?? entry.hint,
        requestId,
        ...(details.length === 0 ? {} : { details }),
      },
    },
  };
}

/** In seconds, where whoever threw it knows. */
export function retryAfterOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('retryAfterSeconds' in thrown)) return undefined;
  return typeof thrown.retryAfterSeconds === 'number' ? thrown.retryAfterSeconds : undefined;
}

interface Known {
  readonly code: ErrorCode;
  readonly message?: string;
  readonly hint?: string;
  readonly details: readonly Detail[];
}

function recognise(thrown: unknown): Known {
  if (!(thrown instanceof Error)) return { code: 'internal', details: [] };
  const { code, hint, details, statusCode } = thrown as Error & Readonly<Record<string, unknown>>;
  if (isErrorCode(code)) {
    const said = code === 'internal' ? {} : { message: thrown.message };
    return {
      code,
      ...said,
      ...(typeof hint === 'string' && hint !== '' ? { hint } : {}),
      details: readDetails(details),
    };
  }
  return fromFramework(typeof statusCode === 'number' ? statusCode : 500);
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errors, code);
}

function readDetails(details: unknown): Detail[] {
  if (!Array.isArray(details)) return [];
  return details.filter((item): item is Detail => typeof item?.path === 'string' && typeof item?.message === 'string');
}

/** Errors that fastify raises before a route runs: it refuses bodies that it cannot read. */
function fromFramework(status: number): Known {
  if (status === 413) return { code: 'too_large', details: [] };
  if (status === 415) {
    return { code: 'bad_request', message: 'The body is not application/json.', details: [] };
  }
  if (status === 429) return { code: 'rate_limited', details: [] };
  if (status === 404) return { code: 'not_found', details: [] };
  if (status >= 400 && status < 500) return { code: 'bad_request', details: [] };
  return { code: 'internal', details: [] };
}
