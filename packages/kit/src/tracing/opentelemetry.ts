import type { Context, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';
import type { Api } from './opentelemetry-api.ts';
import { createContextManager, kitSpan } from './opentelemetry-context.ts';
import { createPropagator } from './opentelemetry-propagator.ts';
import type { SpanKind } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface OpenTelemetryRegistration {
  unregister(): void;
}

/** The kinds in the order of OpenTelemetry's numbers. */
const kinds: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];

/**
 * Makes this tracing the one of the process for libraries that are instrumented with `@opentelemetry/api`: their spans and
 * the kit's are in one tree, whichever is above. Loads the API, which nothing else here does. Throws when somebody else
 * is registered already.
 */
export async function registerOpenTelemetry(tracing: Tracing): Promise<OpenTelemetryRegistration> {
  const api = await import('@opentelemetry/api');
  const unregister = () => {
    api.trace.disable();
    api.context.disable();
    api.propagation.disable();
  };
  if (!api.trace.setGlobalTracerProvider(createProvider(api, tracing))) {
    throw new Error('another OpenTelemetry tracer provider is registered in this process');
  }
  const isWhole =
    api.context.setGlobalContextManager(createContextManager(api)) &&
    api.propagation.setGlobalPropagator(createPropagator(api));
  if (isWhole) return { unregister };
  api.trace.disable();
  throw new Error('another OpenTelemetry context manager or propagator is registered in this process');
}

function createProvider(api: Api, tracing: Tracing): TracerProvider {
  return { getTracer: (name, version = '') => createTracer(api, tracing, { name, version }) };
}

function createTracer(api: Api, tracing: Tracing, scope: { name: string; version: string }): Tracer {
  const startSpan: Tracer['startSpan'] = (name, options = {}, context = api.context.active()) => {
    const above = options.root === true ? undefined : api.trace.getSpan(context);
    const { attributes, links, startTime, kind = 0 } = options;
    return tracing.start(
      name,
      {
        kind: kinds[kind] ?? 'internal',
        parent: above && api.isSpanContextValid(above.spanContext()) ? kitSpan(above) : 'none',
        ...(attributes && { attributes }),
        ...(links && { links }),
        ...(startTime !== undefined && { startTime }),
      },
      scope,
    );
  };
  // The function comes last, after none, one or both of the others.
  const startActiveSpan = (name: string, ...rest: unknown[]): unknown => {
    const run = rest.pop() as (span: unknown) => unknown;
    const [options, context = api.context.active()] = rest as [SpanOptions?, Context?];
    const span = startSpan(name, options, context);
    return api.context.with(api.trace.setSpan(context, span), run, undefined, span);
  };
  return { startSpan, startActiveSpan: startActiveSpan as Tracer['startActiveSpan'] };
}
