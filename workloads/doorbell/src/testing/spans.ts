import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SpanExporter } from '@seaworthy/kit';

/** A span as it left the process, in plain values. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly startMs: number;
  readonly endMs: number;
}

interface OtlpSpan extends Omit<SentSpan, 'attributes' | 'startMs' | 'endMs'> {
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, string | number>> }[];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

/** Keeps spans in memory. */
export function keepSpans(): { readonly exporter: SpanExporter; all(): SentSpan[] } {
  const batches: string[] = [];
  const exporter: SpanExporter = {
    async export(batch) {
      batches.push(batch);
      return { rejected: 0, reason: '' };
    },
    close: () => undefined,
  };
  return { exporter, all: () => batches.flatMap(spansIn) };
}

/** A receiver of OTLP over HTTP. */
export async function spanReceiver() {
  const batches: string[] = [];
  const server = createServer(async (request, response) => {
    batches.push(await text(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches,
    spans: (): SentSpan[] => batches.flatMap(spansIn),
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Milliseconds since the start of the day: of nanoseconds since 1970 a number holds only some. */
const DAY_NANOSECONDS = 86_400_000_000_000n;

export function spansIn(batch: string): SentSpan[] {
  const { resourceSpans } = JSON.parse(batch) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(plain)));
}

function plain({ attributes, startTimeUnixNano, endTimeUnixNano, ...span }: OtlpSpan): SentSpan {
  return {
    ...span,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)])),
    startMs: milliseconds(startTimeUnixNano),
    endMs: milliseconds(endTimeUnixNano),
  };
}

function plainValue(value: Readonly<Record<string, string | number>>): string | number {
  if (value['intValue'] !== undefined) return Number(value['intValue']);
  return value['stringValue'] ?? value['doubleValue'] ?? '';
}

function milliseconds(unixNano: string): number {
  return Number(BigInt(unixNano) % DAY_NANOSECONDS) / 1e6;
}
