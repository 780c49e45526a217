import { AsyncLocalStorage } from 'node:async_hooks';

/** What a piece of work carries along: every log line written inside it has these fields. */
export interface Context {
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly [field: string]: unknown;
  /** What stands under a symbol travels along as well, and is in no log line. */
  readonly [carried: symbol]: unknown;
}

const none: Context = Object.freeze({});
const storage = new AsyncLocalStorage<Context>();

/**
 * Runs `run` with `fields` laid over the present context. The context follows the work through every await, timer and
 * callback started inside, and no other task sees it.
 *
 *     withContext({ correlationId: id }, () => handle(request));
 */
export function withContext<T>(fields: Context, run: () => T): T {
  return storage.run(Object.freeze({ ...currentContext(), ...fields }), run);
}

/** Runs `run` in exactly this context, one kept from earlier; `{}` is none. */
export function inContext<T>(context: Context, run: () => T): T {
  return storage.run(context, run);
}

/** The fields of the running task; empty outside of any. The same object for as long as the context is the same. */
export function currentContext(): Context {
  return storage.getStore() ?? none;
}
