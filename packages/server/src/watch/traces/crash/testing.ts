import { createMetrics } from '@seaworthy/kit/metrics';
import { systemClock } from '../../../platform/clock.ts';
import type { Span } from '../span.ts';
import type { TraceLimits } from '../trace-limits.ts';
import { openTraceStore } from '../trace-store.ts';

/** Half of the traces are kept for sure; the others wait, for longer than a test takes, for what may still come. */
export const crashLimits: TraceLimits = {
  ...{ retentionMs: 3_600_000, maxBytes: 64 * 2 ** 20 },
  sampling: { ratio: 0.5, slowMs: 1000, errors: true },
  ...{ quietMs: 600_000, longestMs: 600_000, spansPerTrace: 100, pendingBytes: 8 * 2 ** 20 },
  span: { attributes: 16, valueLength: 1024, events: 16, links: 16, spanLength: 8192 },
};

/** Trace `number` of a crash test; every other one is in the ratio. */
export function crashTrace(number: number): string {
  return `c${number.toString(16).padStart(17, '0')}${number % 2 === 0 ? 'f' : '0'}0000000000000`;
}

const file = process.argv[2];
if (process.argv[1]?.endsWith('crash/testing.ts') && file !== undefined) await add(file, Number(process.argv[3]));

/** A process that adds a trace of two spans every few milliseconds, and tells of each, until it is killed. */
async function add(path: string, first: number): Promise<never> {
  const store = await openTraceStore({
    ...{ file: path, limits: crashLimits, clock: systemClock, metrics: createMetrics() },
    report: (error, doing) => process.stderr.write(`${doing}: ${error}\n`),
  });
  for (let number = first; ; number++) {
    store.add([span(number, '1'), span(number, '2', '1')]);
    process.stdout.write(`${number} ${Date.now()}\n`);
    await systemClock.sleep(4);
  }
}

function span(number: number, id: string, parent?: string): Span {
  const now = BigInt(Date.now()) * 1_000_000n;
  return {
    ...{ traceId: crashTrace(number), spanId: id.padStart(16, '0'), name: `press ${number}`, kind: 'server' },
    ...(parent === undefined ? {} : { parentSpanId: parent.padStart(16, '0') }),
    ...{ service: 'doorbell', instance: 'doorbell-1', startUnixNano: now, endUnixNano: now + 1000n, status: 'ok' },
    ...{ statusMessage: '', attributes: { number, text: 'x'.repeat(300) }, resource: {}, scope: 'crash' },
    ...{ events: [], links: [], traceState: '' },
  };
}
