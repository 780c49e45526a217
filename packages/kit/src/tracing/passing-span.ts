import type { Span, SpanContext } from './span.ts';

/** A span that records nothing and carries its identity on: what is not sampled, or came from elsewhere. */
export class PassingSpan implements Span {
  readonly #context: SpanContext;

  constructor(context: SpanContext) {
    this.#context = context;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {
    // Nothing is recorded.
  }

  fail(): this {
    return this;
  }

  end(): void {
    // Nothing was begun.
  }
}
