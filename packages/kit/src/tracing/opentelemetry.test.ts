import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { currentContext } from '../context/context.ts';
import type { OpenTelemetryRegistration } from './opentelemetry.ts';
import { registerOpenTelemetry } from './opentelemetry.ts';
import { inject } from './propagation.ts';
import { keptTracing, plainAttributes } from './testing.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
let registration: OpenTelemetryRegistration | undefined;

afterEach(() => {
  registration?.unregister();
  registration = undefined;
});

async function register() {
  const kept = keptTracing();
  registration = await registerOpenTelemetry(kept.tracing);
  return kept;
}

describe('a library that is instrumented with OpenTelemetry’s API', () => {
  it('has its spans in the kit’s tree, above and below', async () => {
    const { tracing, sent } = await register();
    const library = trace.getTracer('library', '2.0');
    await tracing.span('kit, outside', {}, async () => {
      await library.startActiveSpan('library', { kind: SpanKind.CLIENT, attributes: { rows: 3 } }, async (span) => {
        expect(currentContext().spanId).toBe(span.spanContext().spanId);
        expect(trace.getActiveSpan()).toBe(span);
        tracing.span('kit, inside', {}, () => undefined);
        span.end();
      });
    });
    const spans = await sent();
    const [outside, between, inside] = ['kit, outside', 'library', 'kit, inside'].map((name) =>
      spans.find((span) => span.name === name),
    );
    expect([inside?.parentSpanId, between?.parentSpanId]).toEqual([between?.spanId, outside?.spanId]);
    expect(between).toMatchObject({ name: 'library', kind: 3 });
    expect(plainAttributes(between ?? { attributes: [] })).toEqual({ rows: '3' });
  });

  it('finds no span where there is none, and begins a new trace where it wants to', async () => {
    const { tracing, sent } = await register();
    const library = trace.getTracer('library');
    expect(trace.getActiveSpan()).toBeUndefined();
    tracing.span('outer', {}, () => {
      library.startSpan('root', { root: true }).end();
      context.with(ROOT_CONTEXT, () => {
        expect([trace.getActiveSpan(), currentContext().traceId]).toEqual([undefined, undefined]);
        library.startSpan('in nothing').end();
      });
      library.startSpan('in all').end();
    });
    const spans = await sent();
    const below = spans.filter(({ parentSpanId }) => parentSpanId !== undefined);
    expect([spans.length, below.map(({ name }) => name)]).toEqual([4, ['in all']]);
  });

  it('carries trace, state and baggage over the wire and back, also through bound functions', async () => {
    const { tracing } = await register();
    const headers = {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      tracestate: 'a=1',
      baggage: 'who=J%C3%BCrgen;x=1',
    };
    const incoming = propagation.extract(ROOT_CONTEXT, headers);
    expect(propagation.getBaggage(incoming)?.getEntry('who')?.value).toBe('Jürgen');
    const [byApi, byKit, bound] = context.with(incoming, () => {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      return [
        carrier,
        inject(),
        context.bind(context.active(), () => tracing.start('x').spanContext().traceId),
      ] as const;
    });
    expect(byApi).toEqual(headers);
    expect(byKit).toEqual(headers);
    expect(bound()).toBe(traceId);
  });

  it('has one owner in a process', async () => {
    await register();
    await expect(registerOpenTelemetry(keptTracing().tracing)).rejects.toThrow('another OpenTelemetry tracer provider');
  });
});
