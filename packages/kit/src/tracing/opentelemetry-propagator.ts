import type { TextMapPropagator } from '@opentelemetry/api';
import type { Api } from './opentelemetry-api.ts';
import { baggageText, parseBaggage } from './opentelemetry-baggage.ts';
import { PassingSpan } from './passing-span.ts';
import { extract, inject } from './propagation.ts';

const fields = ['traceparent', 'tracestate', 'baggage'];

/** W3C Trace Context and Baggage for libraries that carry them themselves. */
export function createPropagator(api: Api): TextMapPropagator {
  return {
    fields: () => fields,
    inject(context, carrier, setter) {
      const span = api.trace.getSpanContext(context);
      const headers = span && api.isSpanContextValid(span) ? inject({}, span) : {};
      const baggage = baggageText(api.propagation.getBaggage(context));
      const all = { ...headers, ...(baggage !== undefined && { baggage }) };
      for (const [name, value] of Object.entries(all)) setter.set(carrier, name, value);
    },
    extract(context, carrier, getter) {
      const { parent, baggage } = extract(Object.fromEntries(fields.map((name) => [name, getter.get(carrier, name)])));
      const withBaggage = parseBaggage(api, baggage);
      const base = withBaggage ? api.propagation.setBaggage(context, withBaggage) : context;
      return parent ? api.trace.setSpan(base, new PassingSpan(parent)) : base;
    },
  };
}
