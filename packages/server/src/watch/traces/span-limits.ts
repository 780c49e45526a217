import type { Attributes, AttributeValue, Span, SpanEvent, SpanLink } from './span.ts';

/** How much of one span is kept; what is longer is cut, and the cut is told. */
export interface SpanLimits {
  /** Attributes of a span, of its resource, of an event, of a link. */
  readonly attributes: number;
  /** Characters of one value; lists and maps count as their JSON. */
  readonly valueLength: number;
  readonly events: number;
  readonly links: number;
  /** Characters of a whole span; one that is still longer loses its events and links, then its attributes. */
  readonly spanLength: number;
}

/** What was left out of a span. */
export interface Cut {
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
}

export interface LimitedSpan {
  readonly span: Span;
  readonly cut: Cut | undefined;
  /** Roughly the characters of the span as JSON. */
  readonly size: number;
}

const NAME_LENGTH = 256;
const STATE_LENGTH = 512;
/** Names of fields, ids and times, as JSON. */
const FRAME_SIZE = 300;

/** The span within the limits; the same object when nothing had to be cut. */
export function limitSpan(span: Span, limits: SpanLimits): LimitedSpan {
  const cutter = new Cutter(limits);
  const inside = cutter.span(span);
  const size = sizeOfSpan(inside);
  const fitting = size <= limits.spanLength ? inside : shrink(inside, limits, cutter);
  return { span: fitting, cut: cutter.cut(), size: fitting === inside ? size : sizeOfSpan(fitting) };
}

class Cutter {
  attributes = 0;
  events = 0;
  links = 0;

  constructor(private readonly limits: SpanLimits) {}

  span(span: Span): Span {
    const attributes = this.attributesOf(span.attributes);
    const resource = this.attributesOf(span.resource);
    const events = this.listOf(span.events, 'events');
    const links = this.listOf(span.links, 'links');
    const isSame =
      attributes === span.attributes && resource === span.resource && events === span.events && links === span.links;
    const texts = limitTexts(span, this.limits.valueLength);
    if (isSame && texts === undefined) return span;
    return { ...span, ...texts, attributes, resource, events, links };
  }

  cut(): Cut | undefined {
    const { attributes, events, links } = this;
    return attributes + events + links === 0 ? undefined : { attributes, events, links };
  }

  private attributesOf(given: Attributes): Attributes {
    const keys = Object.keys(given);
    const isFine = keys.length <= this.limits.attributes && keys.every((key) => this.isFine(key, given[key]));
    if (isFine) return given;
    const named = keys.filter((key) => key.length <= NAME_LENGTH).slice(0, this.limits.attributes);
    this.attributes += keys.length - named.length;
    return Object.fromEntries(named.map((key) => [key, this.valueOf(given[key] ?? null)]));
  }

  private isFine(key: string, value: AttributeValue | undefined): boolean {
    return key.length <= NAME_LENGTH && (value === undefined || sizeOfValue(value) <= this.limits.valueLength);
  }

  private valueOf(value: AttributeValue): AttributeValue {
    if (sizeOfValue(value) <= this.limits.valueLength) return value;
    this.attributes += 1;
    return shorten(typeof value === 'string' ? value : JSON.stringify(value), this.limits.valueLength);
  }

  private listOf<T extends SpanEvent | SpanLink>(given: readonly T[], kind: 'events' | 'links'): readonly T[] {
    const held = given.length <= this.limits[kind] ? given : given.slice(0, this.limits[kind]);
    this[kind] += given.length - held.length;
    const limited = held.map((item) => {
      const attributes = this.attributesOf(item.attributes);
      const name = 'name' in item ? shorten(item.name, NAME_LENGTH) : undefined;
      const isSame = attributes === item.attributes && (name === undefined || name === (item as SpanEvent).name);
      return isSame ? item : { ...item, attributes, ...(name === undefined ? {} : { name }) };
    });
    return limited.length === given.length && limited.every((item, index) => item === given[index]) ? given : limited;
  }
}

type Texts = Pick<Span, 'name' | 'service' | 'instance' | 'statusMessage' | 'scope' | 'traceState'>;

/** Undefined when all fit. */
function limitTexts(span: Span, valueLength: number): Texts | undefined {
  const { name, service, instance, statusMessage, scope, traceState } = span;
  const longest = Math.max(name.length, service.length, instance.length, scope.length);
  if (longest <= NAME_LENGTH && statusMessage.length <= valueLength && traceState.length <= STATE_LENGTH) {
    return undefined;
  }
  return {
    name: shorten(name, NAME_LENGTH),
    service: shorten(service, NAME_LENGTH),
    instance: shorten(instance, NAME_LENGTH),
    statusMessage: shorten(statusMessage, valueLength),
    scope: shorten(scope, NAME_LENGTH),
    // A list of vendors' entries that is cut anywhere says nothing.
    traceState: traceState.length <= STATE_LENGTH ? traceState : '',
  };
}

function shrink(span: Span, limits: SpanLimits, cutter: Cutter): Span {
  const bare = { ...span, events: [], links: [] };
  cutter.events += span.events.length;
  cutter.links += span.links.length;
  if (sizeOfSpan(bare) <= limits.spanLength) return bare;
  cutter.attributes += Object.keys(span.attributes).length + Object.keys(span.resource).length;
  return { ...bare, attributes: {}, resource: {}, statusMessage: shorten(span.statusMessage, NAME_LENGTH) };
}

/** The last characters make room for the mark that something is missing; half a surrogate pair is never left. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function sizeOfSpan(span: Span): number {
  let size = FRAME_SIZE + span.name.length + span.service.length + span.statusMessage.length;
  size += sizeOfAttributes(span.attributes) + sizeOfAttributes(span.resource);
  for (const event of span.events) size += 60 + event.name.length + sizeOfAttributes(event.attributes);
  for (const link of span.links) size += 100 + sizeOfAttributes(link.attributes);
  return size;
}

function sizeOfAttributes(attributes: Attributes): number {
  let size = 0;
  for (const key in attributes) size += key.length + 5 + sizeOfValue(attributes[key] ?? null);
  return size;
}

function sizeOfValue(value: AttributeValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const [key, item] of Object.entries(value)) size += key.length + 5 + sizeOfValue(item);
  return size;
}
