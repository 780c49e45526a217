import type { Context } from '../context/context.ts';
import { currentContext, withContext } from '../context/context.ts';
import type { Span } from './span.ts';

const activeSpan = Symbol('active span');
const baggageHeader = Symbol('baggage');

/** The span that the running task works for; undefined outside of any. */
export function currentSpan(context: Context = currentContext()): Span | undefined {
  return context[activeSpan] as Span | undefined;
}

/** Runs `run` for `span`: spans started inside are its children, and log lines written inside have its ids. */
export function withSpan<T>(span: Span, run: () => T, baggage?: string): T {
  return withContext(spanFields(span, baggage), run);
}

/** What the context of a span holds. */
export function spanFields(span: Span, baggage?: string): Context {
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId, [activeSpan]: span, ...(baggage !== undefined && { [baggageHeader]: baggage }) };
}

/** The same context, for work that belongs to no span. */
export function withoutSpan({ traceId: _, spanId: __, ...context }: Context): Context {
  return { ...context, [activeSpan]: undefined };
}

/** The `baggage` header that the request brought, to be passed on as it is. */
export function currentBaggage(context: Context = currentContext()): string | undefined {
  return context[baggageHeader] as string | undefined;
}
