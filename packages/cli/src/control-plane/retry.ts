import { ApiError, UnreachableError } from '@seaworthy/api';
import { CliError } from '../failure.ts';

/** Whether the control plane may be back in a moment: it restarts, or has not answered yet. */
export function isAway(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof CliError) return error.code === 'unreachable';
  return error instanceof ApiError && [502, 503, 504].includes(error.status);
}

/** Nobody listened: nothing can have arrived. */
export function wasNeverSent(error: unknown): boolean {
  if (error instanceof CliError) return true;
  const cause =
    error instanceof UnreachableError ? (error.cause as { cause?: { code?: string } } | undefined) : undefined;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(cause?.cause?.code ?? '');
}
