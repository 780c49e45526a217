import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { buildRelease, RunningDoorbell, temporaryFolder } from '../testing/running-doorbell.ts';
import { emptyScene, sampleFace } from '../testing/sample-faces.ts';
import type { SentSpan } from '../testing/spans.ts';
import { spanReceiver, spansIn } from '../testing/spans.ts';
import type { VisitEvent } from './store/visit-event.ts';

const STAGES = ['press', 'camera', 'motion', 'detect', 'recognise', 'decide', 'store', 'notify'];

const release = buildRelease();
const folder = temporaryFolder('doorbell-tracing');
const running: RunningDoorbell[] = [];
let folders = 0;

afterEach(async () => {
  for (const doorbell of running.splice(0)) await doorbell.stop();
});
afterAll(() => {
  release.remove();
  folder.remove();
});

async function start(env: Record<string, string>): Promise<RunningDoorbell> {
  const data = join(folder.path, `data-${folders++}`);
  const doorbell = await RunningDoorbell.start(release.path, { DOORBELL_DATA_DIR: data, LOG_LEVEL: 'debug', ...env });
  running.push(doorbell);
  return doorbell;
}

const press = (doorbell: RunningDoorbell, picture: Buffer, headers: Record<string, string> = {}) =>
  doorbell.call<VisitEvent>('POST', '/api/doorbell/press', picture, headers);

/** Somebody who wants to be told of visitors. */
async function house() {
  const told: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    told.push({ headers: request.headers, body: await text(request) });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/house` };
}

describe('one press', () => {
  it('is one trace of all stages, threads, storage and notification, whose id stands in every log line', async () => {
    const receiver = await spanReceiver();
    onTestFinished(() => receiver.close());
    const { told, url } = await house();
    const doorbell = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, DOORBELL_NOTIFY__WEBHOOK: url });
    const { headers, body } = await press(doorbell, sampleFace('1-left'));
    await doorbell.stop();
    const spans = receiver.spans();
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([body.traceId]));
    expect(headers['x-trace-id']).toBe(body.traceId);

    const named = (name: string): SentSpan => {
      const found = spans.filter((span) => span.name === name);
      expect([name, found.length]).toEqual([name, 1]);
      return found[0] as SentSpan;
    };
    const server = named('POST /api/doorbell/press');
    expect(server).toMatchObject({ kind: 2, status: { code: 0 }, attributes: { 'doorbell.event_id': body.eventId } });
    expect(server).not.toHaveProperty('parentSpanId');
    for (const stage of STAGES) {
      expect([stage, named(stage).parentSpanId]).toEqual([stage, server.spanId]);
      expect(named(stage).attributes['stage.wait_ms']).toBeGreaterThanOrEqual(0);
    }
    const below = { 'face prepare': 'motion', 'face detect': 'detect', 'face describe': 'recognise' };
    for (const [job, stage] of Object.entries({
      ...below,
      'INSERT events': 'store',
      POST: 'notify',
      'UPDATE notifications': 'notify',
    })) {
      expect([job, named(job).parentSpanId]).toEqual([job, named(stage).spanId]);
    }
    expect(named('face detect').attributes).toMatchObject({ 'thread.name': 'face-thread-0' });

    const byId = new Map(spans.map((span) => [span.spanId, span]));
    for (const span of spans) {
      const parent = byId.get(span.parentSpanId ?? '');
      if (!parent) continue;
      expect(span.startMs, `${span.name} begins in ${parent.name}`).toBeGreaterThanOrEqual(parent.startMs);
      // Who pressed is answered before somebody is told.
      if (span.name !== 'notify')
        expect(span.endMs, `${span.name} ends in ${parent.name}`).toBeLessThanOrEqual(parent.endMs);
    }
    const flow = STAGES.map(named);
    for (const [index, stage] of flow.entries())
      expect(stage.startMs).toBeGreaterThanOrEqual(flow[index - 1]?.endMs ?? 0);
    expect(named('face detect').endMs - named('face detect').startMs).toBeGreaterThan(5);

    const [notification] = told;
    expect(notification?.headers['traceparent']).toBe(`00-${body.traceId}-${named('POST').spanId}-01`);
    expect(JSON.parse(notification?.body ?? '')).toMatchObject({ eventId: body.eventId });
    expect(receiver.batches.join()).not.toContain('/hooks/house');

    const lines = doorbell.lines.filter((line) => line.context['traceId'] !== undefined);
    expect(new Set(lines.map(({ context }) => context['traceId']))).toEqual(new Set([body.traceId]));
    expect(new Set(lines.map(({ context }) => context['correlationId']))).toEqual(new Set([body.traceId]));
    for (const stage of STAGES) {
      const line = lines.find(({ message, context }) => message === `${stage} finished` && context['stage'] === stage);
      expect([stage, line?.context['spanId']]).toEqual([stage, named(stage).spanId]);
    }
    const answered = lines.find(({ message }) => message.startsWith('POST /api/doorbell/press'));
    expect(answered?.context['spanId']).toBe(server.spanId);
  });

  it('beside others is its own trace, below the caller’s span, under the caller’s request id', async () => {
    const receiver = await spanReceiver();
    onTestFinished(() => receiver.close());
    const doorbell = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const callers = Array.from({ length: 4 }, (_, index) => String(index + 1).repeat(32));
    const answers = await Promise.all(
      callers.map((traceId, index) =>
        press(doorbell, emptyScene(80, 60, 120 + index), {
          traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
          'x-request-id': `req-${index}`,
        }),
      ),
    );
    expect(answers.map(({ body }) => body.traceId)).toEqual(callers);
    await doorbell.stop();
    const spans = receiver.spans();
    for (const [index, traceId] of callers.entries()) {
      const mine = spans.filter((span) => span.traceId === traceId);
      const [server] = mine.filter(({ kind }) => kind === 2);
      expect(server?.parentSpanId).toBe('00f067aa0ba902b7');
      const stages = mine.filter(({ parentSpanId }) => parentSpanId === server?.spanId).map(({ name }) => name);
      expect(stages.toSorted()).toEqual(STAGES.toSorted());
      const lines = doorbell.lines.filter(({ context }) => context['traceId'] === traceId);
      expect(new Set(lines.map(({ context }) => context['correlationId']))).toEqual(new Set([`req-${index}`]));
    }
  });

  it('that is refused has its error in the stage that refused it, and probes have no trace at all', async () => {
    const file = join(folder.path, 'spans.jsonl');
    const doorbell = await start({ DOORBELL_TRACING__FILE: file });
    for (const path of ['/health', '/readiness', '/metrics']) await doorbell.call('GET', path);
    expect((await press(doorbell, Buffer.from('GIF89a................'))).status).toBe(415);
    await doorbell.stop();
    const spans = readFileSync(file, 'utf8').trimEnd().split('\n').flatMap(spansIn);
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['press', 2],
      ['POST /api/doorbell/press', 0],
    ]);
    expect(spans[0]?.attributes['error.type']).toBe('PictureRefused');
  });

  it('has its id where nobody takes spans, and where none is wanted', async () => {
    const receiver = await spanReceiver();
    onTestFinished(() => receiver.close());
    const never = { OTEL_TRACES_SAMPLER: 'always_off', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
    for (const env of [{}, never]) {
      const doorbell = await start(env);
      const { body } = await press(doorbell, emptyScene());
      expect(body.traceId).toMatch(/^[0-9a-f]{32}$/);
      await doorbell.line(
        ({ context, message }) => context['traceId'] === body.traceId && String(message).endsWith(' finished'),
      );
      await doorbell.stop();
    }
    expect(receiver.batches).toEqual([]);
  });

  it('goes on while the receiver of the spans is gone, and the losses are counted', async () => {
    const doorbell = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect((await press(doorbell, emptyScene())).status).toBe(200);
    expect(await doorbell.stop()).toBe(0);
    const lost = doorbell.lines.filter(({ logger }) => logger === 'doorbell.tracing');
    expect(lost).toMatchObject([{ level: 'warn', message: 'spans are lost', reason: 'shutdown' }]);
  });
});
