import type { AnyValue, Attributes } from './span.ts';

/** What one span may hold; beyond it things are dropped and counted, so that no loop fills the memory. */
export const spanLimits = { attributes: 128, events: 128, links: 128, textLength: 4096 } as const;

/** The attributes of a span: at most so many, each text at most so long. */
export class AttributeBox {
  readonly values: Record<string, AnyValue> = {};
  dropped = 0;
  #count = 0;

  set(name: string, value: AnyValue): void {
    if (name === '' || value === undefined) return;
    if (!Object.hasOwn(this.values, name)) {
      if (this.#count >= spanLimits.attributes) {
        this.dropped += 1;
        return;
      }
      this.#count += 1;
    }
    this.values[name] = shortened(value);
  }

  setAll(attributes: Attributes | undefined): void {
    for (const name in attributes) this.set(name, attributes[name]);
  }
}

/** The attributes of an event or a link, within the same limits. */
export function limitedAttributes(attributes: Attributes | undefined): Attributes {
  const box = new AttributeBox();
  box.setAll(attributes);
  return box.values;
}

function shortened(value: AnyValue): AnyValue {
  if (typeof value === 'string') return value.slice(0, spanLimits.textLength);
  return Array.isArray(value) ? value.slice(0, spanLimits.attributes).map(shortened) : value;
}
