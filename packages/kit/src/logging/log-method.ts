import { describeResult } from './describe-result.ts';
import type { Fields } from './fields.ts';
import type { Level } from './level.ts';
import type { Logger } from './logger.ts';
import { parameterNames } from './parameter-names.ts';

export interface LogMethodOptions {
  /** Of the lines of calls that succeed; one that fails is an error. Default `debug`. */
  readonly level?: Level;
  /** Whether arguments are written, by the names of their parameters, secrets taken out. Default true. */
  readonly withArguments?: boolean;
  readonly monotonicMs?: () => number;
}

/**
 * `fn`, with a line for each call: its arguments, how long it took, and how large its result is, never what it holds. A
 * failure is said with its error, and passed on.
 *
 *     const findFaces = logged(logger, 'findFaces', detector.find);
 */
export function logged<This, Args extends readonly unknown[], Result>(
  logger: Logger,
  name: string,
  fn: (this: This, ...args: Args) => Result,
  options: LogMethodOptions = {},
): (this: This, ...args: Args) => Result {
  const { level = 'debug', withArguments = true, monotonicMs = () => performance.now() } = options;
  const names = parameterNames(fn);
  return function loggedCall(this: This, ...args: Args): Result {
    const startedMs = monotonicMs();
    const call = () => ({
      call: name,
      ...(withArguments && { arguments: byName(names, args) }),
      durationMs: monotonicMs() - startedMs,
    });
    const succeeded = (value: unknown) => {
      if (logger.isEnabled(level)) logger[level]('%s returned', name, { ...call(), result: describeResult(value) });
    };
    const failed = (error: unknown) => logger.error('%s failed', name, { ...call(), error });
    return observed(() => fn.apply(this, args as unknown as Args & unknown[]), succeeded, failed);
  };
}

/**
 * The same as a decorator of a class's method.
 *
 *     class Gallery {
 *       @logMethodCall(logger)
 *       async add(person: string, picture: Buffer) { … }
 *     }
 */
export function logMethodCall(logger: Logger, options: LogMethodOptions = {}) {
  return <This, Args extends readonly unknown[], Result>(
    method: (this: This, ...args: Args) => Result,
    { name }: { readonly name: string | symbol },
  ) => logged(logger, String(name), method, options);
}

function observed<T>(run: () => T, succeeded: (value: unknown) => void, failed: (error: unknown) => void): T {
  let result: T;
  try {
    result = run();
  } catch (error) {
    failed(error);
    throw error;
  }
  if (result instanceof Promise) result.then(succeeded, failed);
  else succeeded(result);
  return result;
}

function byName(names: readonly string[], args: readonly unknown[]): Fields {
  return Object.fromEntries(args.map((value, index) => [names[index] ?? String(index), value]));
}
