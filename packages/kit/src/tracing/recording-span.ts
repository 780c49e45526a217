import type { Exception, SpanStatus, TimeInput } from '@opentelemetry/api';
import { describeError } from '../logging/exception.ts';
import { AttributeBox, limitedAttributes, spanLimits } from './attribute-box.ts';
import type { AnyValue, Attributes, Link, Span, SpanContext, SpanKind } from './span.ts';
import type { RecordedEvent, RecordedStatus, Scope, SpanRecord } from './span-record.ts';
import type { Timeline } from './timeline.ts';

export interface SpanBeginning {
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly timeline: Timeline;
  readonly startMs: number;
  readonly attributes: Attributes | undefined;
  readonly links: readonly Link[] | undefined;
  readonly scope: Scope;
}

// SpanStatusCode of OpenTelemetry's API, whose code is not loaded for three numbers.
const statusNames = ['unset', 'ok', 'error'] as const;

/** A span that is being recorded; hands its record to `onEnd`, once. */
export class RecordingSpan implements Span {
  readonly timeline: Timeline;
  readonly #beginning: SpanBeginning;
  readonly #onEnd: (record: SpanRecord) => void;
  readonly #attributes = new AttributeBox();
  readonly #events: RecordedEvent[] = [];
  readonly #links: Link[] = [];
  #name: string;
  #status: RecordedStatus = { code: 'unset', message: '' };
  #droppedEvents = 0;
  #droppedLinks = 0;
  #hasEnded = false;

  constructor(beginning: SpanBeginning, onEnd: (record: SpanRecord) => void) {
    this.timeline = beginning.timeline;
    this.#beginning = beginning;
    this.#onEnd = onEnd;
    this.#name = beginning.name;
    this.#attributes.setAll(beginning.attributes);
    for (const link of beginning.links ?? []) this.addLink(link);
  }

  spanContext(): SpanContext {
    return this.#beginning.context;
  }

  isRecording(): boolean {
    return !this.#hasEnded;
  }

  setAttribute(name: string, value: AnyValue): this {
    if (!this.#hasEnded) this.#attributes.set(name, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (!this.#hasEnded) this.#attributes.setAll(attributes);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#hasEnded) return this;
    if (this.#events.length >= spanLimits.events) {
      this.#droppedEvents += 1;
      return this;
    }
    const isTime = isTimeInput(attributesOrTime);
    this.#events.push({
      name,
      atMs: this.timeline.at(isTime ? attributesOrTime : time),
      attributes: isTime ? {} : limitedAttributes(attributesOrTime),
    });
    return this;
  }

  addLink({ context, attributes }: Link): this {
    if (this.#hasEnded) return this;
    if (this.#links.length < spanLimits.links) this.#links.push({ context, attributes: limitedAttributes(attributes) });
    else this.#droppedLinks += 1;
    return this;
  }

  addLinks(links: readonly Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  /** `ok` is somebody's last word, and `unset` says nothing (OpenTelemetry's specification, "Set Status"). */
  setStatus({ code, message = '' }: SpanStatus): this {
    const name = statusNames[code] ?? 'unset';
    if (this.#hasEnded || name === 'unset' || this.#status.code === 'ok') return this;
    this.#status = { code: name, message: name === 'error' ? message.slice(0, spanLimits.textLength) : '' };
    return this;
  }

  updateName(name: string): this {
    if (!this.#hasEnded) this.#name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent('exception', exceptionAttributes(exception), time);
  }

  fail(error: unknown): this {
    const attributes = exceptionAttributes(error);
    this.addEvent('exception', attributes);
    this.setAttribute('error.type', attributes['exception.type']);
    return this.setStatus({ code: 2, message: String(attributes['exception.message']) });
  }

  end(time?: TimeInput): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const endMs = Math.max(this.#beginning.startMs, this.timeline.at(time));
    const dropped = { attributes: this.#attributes.dropped, events: this.#droppedEvents, links: this.#droppedLinks };
    this.#onEnd({
      ...this.#beginning,
      name: this.#name,
      endMs,
      attributes: this.#attributes.values,
      events: this.#events,
      links: this.#links,
      status: this.#status,
      dropped,
    });
  }
}

function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value);
}

/** The names that OpenTelemetry's semantic conventions give to the parts of an error. */
function exceptionAttributes(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { 'exception.type': typeNameOf(error), 'exception.message': messageOf(error) };
  const { type, message, stack } = describeError(error);
  return {
    'exception.type': type,
    'exception.message': message,
    ...(stack !== undefined && { 'exception.stacktrace': stack }),
  };
}

function typeNameOf(thrown: unknown): string {
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : undefined;
  return typeof name === 'string' ? name : typeof thrown;
}

function messageOf(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  try {
    return String(message);
  } catch {
    return typeof thrown; // it has no text form
  }
}
