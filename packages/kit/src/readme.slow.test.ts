import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { parseExposition } from './metrics/testing.ts';
import { programsIn, runProgram } from './testing.ts';
import { spansIn } from './tracing/testing.ts';

async function spanReceiver() {
  const batches: string[] = [];
  const server = createServer(async (request, response) => {
    batches.push(await readText(request));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => batches.flatMap(spansIn),
  };
}

it('the program in the README serves, tells how it is, and stops cleanly', async () => {
  const receiver = await spanReceiver();
  const [program = ''] = programsIn('README.md');
  const { child, exited, lines, ask } = await runProgram(program, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  expect((await ask('/hello?token=abc12345', { traceparent: `00-${traceId}-b7ad6b7169203331-01` })).body).toBe(
    'hello\n',
  );
  const scraped = parseExposition((await ask('/metrics')).body);
  expect(scraped.value('requests_total', { status: '200' })).toBe(1);
  expect(scraped.value('request_duration_seconds_count')).toBe(1);
  expect(scraped.value('system_memory_total_bytes')).toBeGreaterThan(0);
  expect(JSON.parse((await ask('/health')).body)).toMatchObject({
    services: { storage: 'healthy' },
    summary: { total: 2 },
  });
  expect(await ask('/readiness')).toEqual({ status: 200, body: '{"ready":true,"status":"healthy"}\n' });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  const [answered] = lines().filter((line) => line['path'] === '/hello?token=[redacted]');
  const [greet, served] = receiver.spans();
  expect(answered).toMatchObject({ status: 200, context: { correlationId: traceId, traceId, spanId: served?.spanId } });
  expect(served).toMatchObject({ name: 'GET /hello', traceId, parentSpanId: 'b7ad6b7169203331' });
  expect(greet).toMatchObject({ name: 'greet', traceId, parentSpanId: served?.spanId });
  expect(receiver.spans()).toHaveLength(2);
  expect(
    lines()
      .map((line) => line['message'])
      .slice(-2),
  ).toEqual(['stopping', 'stopped']);
});
