import type { SignInFailureCode } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProviderFailure } from '../access/oidc/provider-failure.ts';
import { toAnswer } from './errors.ts';

/**
 * What fails on the way over a provider brings a person back to the sign-in page, by a code of a closed list for which
 * that page has words. Programs get the error itself, and so does whoever asked by a name that is not ours.
 */
export function signInAgain(logger: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = isNavigation(request) ? failureOf(error, request) : undefined;
    if (failure === undefined) throw error;
    if (failure === 'failed') logger.error('a sign-in over the provider failed', { error, requestId: request.id });
    reply.header('cache-control', 'no-store').redirect(`/sign-in?failed=${failure}`, 303);
  };
}

/** Fetch Metadata says it outright; browsers without it are known by what they would show. */
function isNavigation({ headers }: FastifyRequest): boolean {
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? headers.accept?.includes('text/html') === true : mode === 'navigate';
}

function failureOf(error: unknown, { id }: FastifyRequest): SignInFailureCode | undefined {
  if (error instanceof ProviderFailure) return error.failure;
  switch (toAnswer(error, id).body.error.code) {
    case 'rate_limited':
      return 'rate_limited';
    case 'not_found':
      return 'no_provider';
    case 'bad_request':
      return 'not_proven';
    case 'forbidden':
      return undefined;
    default:
      return 'failed';
  }
}
