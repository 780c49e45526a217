import type { Logger } from './logger.ts';

export interface Query {
  readonly statement: string;
  readonly durationMs: number;
  /** How many there were; what they are is never written. */
  readonly parameterCount?: number;
  /** Rows read or changed. */
  readonly rows?: number;
  readonly error?: unknown;
}

export interface QueryLogOptions {
  /** A statement that takes longer is a warning. Default 1 s. */
  readonly slowMs?: number;
  readonly monotonicMs?: () => number;
}

export interface QueryLog {
  /** Runs a statement and says what became of it; a failure is passed on. `rows` counts what it gave back. */
  run<T>(
    statement: string,
    parameters: readonly unknown[],
    run: () => T | Promise<T>,
    rows?: (result: T) => number,
  ): Promise<T>;
  /** Says what became of a statement that was run elsewhere. */
  record(query: Query): void;
}

const longestStatement = 2000;

/**
 * The log of a database's statements: `debug` for each, a warning for a slow one, an error for one that failed.
 *
 *     const queries = queryLog(logger.child({}, 'sql'));
 *     const people = await queries.run('SELECT * FROM people WHERE id = $1', [id], () => pool.query(…), (found) => found.rowCount);
 */
export function queryLog(logger: Logger, options: QueryLogOptions = {}): QueryLog {
  const { slowMs = 1000, monotonicMs = () => performance.now() } = options;

  function record({ statement, durationMs, parameterCount = 0, rows, error }: Query): void {
    const isSlow = durationMs >= slowMs;
    const level = error !== undefined ? 'error' : isSlow ? 'warn' : 'debug';
    if (!logger.isEnabled(level)) return;
    const said = error !== undefined ? 'statement failed' : isSlow ? 'slow statement' : 'statement';
    const counted = { parameterCount, ...(rows !== undefined && { rows }), ...(error !== undefined && { error }) };
    logger[level](said, { statement: withoutLiterals(statement), durationMs, ...counted });
  }

  return {
    record,
    async run(statement, parameters, run, rows) {
      const startedMs = monotonicMs();
      const finished = () => ({
        statement,
        parameterCount: parameters.length,
        durationMs: monotonicMs() - startedMs,
      });
      try {
        const result = await run();
        record({ ...finished(), ...(rows !== undefined && { rows: rows(result) }) });
        return result;
      } catch (error) {
        record({ ...finished(), error });
        throw error;
      }
    },
  };
}

/** Values that were written into the statement are parameters all the same. */
function withoutLiterals(statement: string): string {
  return statement.replace(/'(?:[^']|'')*'?|\$(\w*)\$[\s\S]*?\$\1\$/g, '?').slice(0, longestStatement);
}
