import { ApiError, ApprovalNeededError } from '@seaworthy/api/caller';

/** Why something did not work, in the words that a person is shown. */
export interface Failure {
  readonly message: string;
  readonly hint: string;
  /** `forbidden`: one may not. `waits`: nothing is wrong, a second person has to approve it. */
  readonly kind?: 'forbidden' | 'waits' | 'not_found';
  /** What is wrong with single fields: `{path: 'body.comment', message}`. */
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { message: messageOf(error), hint: 'Try again in a moment.' };
  const kind = kindOf(error);
  const { message, hint, details } = error;
  return { message, hint, ...(kind && { kind }), ...(details.length > 0 && { details }) };
}

function kindOf(error: ApiError): Failure['kind'] | undefined {
  if (error instanceof ApprovalNeededError) return 'waits';
  if (error.status === 403) return 'forbidden';
  return error.status === 404 ? 'not_found' : undefined;
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
