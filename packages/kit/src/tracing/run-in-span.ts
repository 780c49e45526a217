import { withSpan } from './active-span.ts';
import type { Span } from './span.ts';

/** Runs `run` for `span` and ends the span when it is done: at once, or when its promise settles. Errors pass through. */
export function runInSpan<T>(span: Span, run: (span: Span) => T): T {
  return withSpan(span, () => {
    let result: T;
    try {
      result = run(span);
    } catch (error) {
      span.fail(error).end();
      throw error;
    }
    if (result instanceof Promise) return endWith(span, result) as T;
    span.end();
    return result;
  });
}

async function endWith<T>(span: Span, pending: Promise<T>): Promise<T> {
  try {
    return await pending;
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}
