/** A query that cannot be understood, or would take too long. http answers it as a bad request. */
export class LogQueryError extends Error {
  override readonly name = 'LogQueryError';
  readonly code = 'bad_request';
  readonly details: readonly { readonly path: string; readonly message: string }[];

  constructor(
    parameter: string,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.details = [{ path: `query.${parameter}`, message }];
  }
}
