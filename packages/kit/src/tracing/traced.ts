import type { Attributes } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface TracedOptions<A extends unknown[]> {
  /** What the span says of the arguments; nothing is recorded of its own accord, for an argument may be a secret. */
  readonly attributes?: (...args: A) => Attributes;
}

/**
 * A function that runs in a span each time; `this` and the arguments pass through, so that methods can be wrapped too.
 *
 *     const enrol = traced(tracing, 'enrol', enrolPerson, { attributes: (name) => ({ 'name.length': name.length }) });
 *     store.save = traced(tracing, 'save', store.save);
 */
export function traced<This, A extends unknown[], R>(
  tracing: Tracing,
  name: string,
  run: (this: This, ...args: A) => R,
  { attributes }: TracedOptions<A> = {},
): (this: This, ...args: A) => R {
  return function tracedFunction(...args) {
    return tracing.span(name, attributes?.(...args) ?? {}, () => run.apply(this, args));
  };
}
