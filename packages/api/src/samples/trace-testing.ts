import type { Trace, TraceOperation, TraceSpan, TraceSummary } from '../trace.ts';

export function sampleTraceSummary(over: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    root: { service: 'doorbell', name: 'POST /press', isMissing: false },
    startTime: '2026-03-01T10:00:00.000Z',
    durationMs: 120.5,
    spans: 5,
    errors: 1,
    services: ['doorbell', 'faces'],
    keptBecause: 'error',
    refusedSpans: 0,
    ...over,
  };
}

export function sampleSpan(over: Partial<TraceSpan> = {}): TraceSpan {
  return {
    ...{ spanId: '00f067aa0ba902b7', parentSpanId: null, depth: 0 },
    ...{ service: 'doorbell', name: 'POST /press', instance: 'doorbell-green-1', kind: 'server' },
    ...{ offsetMs: 0, durationMs: 120.5, selfMs: 8.5, criticalMs: 8.5, isCritical: true },
    ...{ status: 'unset', statusMessage: '', problems: [], twins: 0 },
    ...{ attributes: { 'http.route': '/press' }, resource: {}, scope: 'http', events: [], links: [], cut: null },
    ...over,
  };
}

/** A press of which the notification failed. */
export function sampleTrace(over: Partial<Trace> = {}): Trace {
  return {
    ...sampleTraceSummary(),
    tree: [
      sampleSpan(),
      sampleSpan({ spanId: '01', depth: 1, name: 'capture', offsetMs: 2, durationMs: 30, selfMs: 30, criticalMs: 30 }),
      sampleSpan({ spanId: '02', depth: 1, name: 'recognise', offsetMs: 34, durationMs: 80, selfMs: 8, criticalMs: 8 }),
      sampleSpan({
        spanId: '03',
        depth: 2,
        name: 'embed',
        service: 'faces',
        offsetMs: 38,
        durationMs: 72,
        selfMs: 72,
        criticalMs: 72,
      }),
      sampleSpan({
        ...{ spanId: '04', depth: 1, name: 'notify', offsetMs: 36, durationMs: 20, selfMs: 20 },
        ...{ criticalMs: 0, isCritical: false, status: 'error', statusMessage: 'connect ECONNREFUSED' },
      }),
    ],
    omittedSpans: 0,
    criticalPath: [
      { service: 'faces', name: 'embed', durationMs: 72, share: 0.598 },
      { service: 'doorbell', name: 'capture', durationMs: 30, share: 0.249 },
    ],
    clockSkews: [],
    ...over,
  };
}

export function sampleOperation(over: Partial<TraceOperation> = {}): TraceOperation {
  return {
    ...{ service: 'faces', name: 'embed', count: 1200, spans: 120, errorRate: 0.01 },
    ...{ durationMs: { p50: 70.2, p95: 110, p99: 180.4, max: 912 }, selfMs: 72.4, criticalShare: 0.61 },
    ...over,
  };
}
