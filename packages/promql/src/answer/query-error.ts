/** Named as the HTTP API of Prometheus names them. */
export type QueryErrorType = 'execution' | 'timeout' | 'canceled';

/** A query that parsed and then could not be answered; the message is for its author. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(
    readonly type: QueryErrorType,
    message: string,
  ) {
    super(message);
  }
}

export function executionError(message: string): QueryError {
  return new QueryError('execution', message);
}
