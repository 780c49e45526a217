import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { VARIATIONS } from '../accuracy/variations.ts';
import { buildRelease, RunningDoorbell, temporaryFolder } from '../testing/running-doorbell.ts';
import { emptyScene, sampleFace } from '../testing/sample-faces.ts';
import type { VisitEvent } from './store/visit-event.ts';

const release = buildRelease();
const folder = temporaryFolder('doorbell-adversity');
const running: RunningDoorbell[] = [];
const dataDirs = new Map<RunningDoorbell, string>();
let folders = 0;

afterEach(async () => {
  for (const doorbell of running.splice(0)) {
    doorbell.signal('SIGKILL');
    await doorbell.exit;
  }
});

afterAll(() => {
  release.remove();
  folder.remove();
});

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { DOORBELL_DATA_DIR: join(folder.path, `data-${folders++}`), ...more };
}

async function start(env: Record<string, string>): Promise<RunningDoorbell> {
  const doorbell = await RunningDoorbell.start(release.path, env);
  running.push(doorbell);
  dataDirs.set(doorbell, env['DOORBELL_DATA_DIR'] ?? '');
  return doorbell;
}

function spawn(env: Record<string, string>): RunningDoorbell {
  const doorbell = RunningDoorbell.spawn(release.path, env);
  running.push(doorbell);
  return doorbell;
}

const press = (doorbell: RunningDoorbell, headers: Record<string, string> = {}) =>
  doorbell.call<VisitEvent>('POST', '/api/doorbell/press', emptyScene(), headers);

describe('when the database is gone', () => {
  it('is not ready but alive, refuses presses, and is back by itself', async () => {
    const env = environment();
    const data = env['DOORBELL_DATA_DIR'] ?? '';
    const doorbell = await start(env);
    await press(doorbell);
    renameSync(data, `${data}-away`);
    await expect.poll(async () => (await doorbell.call('GET', '/readiness')).status).toBe(503);
    expect((await doorbell.call('GET', '/liveness')).status).toBe(200);
    const report = await doorbell.call<{ checks: { database: { message: string } } }>('GET', '/health');
    expect([report.status, report.body.checks.database.message]).toEqual([503, expect.stringContaining('is gone')]);
    const refused = await press(doorbell);
    expect([refused.status, refused.body, refused.headers['retry-after']]).toEqual([
      503,
      { error: expect.objectContaining({ code: 'storage_unavailable' }) },
      '2',
    ]);
    renameSync(`${data}-away`, data);
    await expect.poll(async () => (await doorbell.call('GET', '/readiness')).status).toBe(200);
    expect((await press(doorbell)).status).toBe(200);
    expect((await doorbell.call<{ items: [] }>('GET', '/api/events')).body.items).toHaveLength(2);
  });
});

describe('when more press than it can look at', () => {
  it('answers those it took, refuses the others with 503 and Retry-After, and stores exactly the answered ones', async () => {
    const doorbell = await start(environment({ DOORBELL_PRESS__MAX_WAITING: '2', DOORBELL_STAGES__CAPACITY: '1' }));
    const answers = await Promise.all(Array.from({ length: 40 }, () => press(doorbell)));
    const taken = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 503);
    expect(taken.length + refused.length).toBe(40);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers['retry-after']).toBe('1');
    const { body } = await doorbell.call<{ items: VisitEvent[] }>('GET', '/api/events?limit=100');
    const ids = (events: readonly VisitEvent[]): string[] => events.map((event) => event.eventId).sort();
    expect(ids(body.items)).toEqual(ids(taken.map((answer) => answer.body)));
    const metrics = (await doorbell.call<string>('GET', '/metrics')).body;
    expect(metrics).toContain(
      `pipeline_events_total{event_type="doorbell_pressed",status="refused"} ${refused.length}\n`,
    );
  });

  it('takes presses of one source within the window as one visit', async () => {
    const doorbell = await start(environment({ DOORBELL_PRESS__DEBOUNCE: '30s' }));
    const [first, second] = await Promise.all([press(doorbell), press(doorbell)]);
    expect(second?.body.eventId).toBe(first?.body.eventId);
    const other = await press(doorbell, { 'x-source': 'back door' });
    expect(other.body.eventId).not.toBe(first?.body.eventId);
    expect((await doorbell.call<{ items: [] }>('GET', '/api/events')).body.items).toHaveLength(2);
  });
});

describe('a camera of the house', () => {
  it('is looked through in a burst, and a visitor seen in several frames is one visitor', async () => {
    const pictures = join(folder.path, 'front');
    mkdirSync(pictures);
    for (const [name, vary] of Object.entries(VARIATIONS)) {
      if (name !== 'small') writeFileSync(join(pictures, `${name}.jpg`), sampleFace('5-right', vary));
    }
    const doorbell = await start(environment({ DOORBELL_CAMERA__FOLDERS__front: pictures }));
    const { body } = await doorbell.call<VisitEvent>('POST', '/api/doorbell/press?camera=front');
    expect(body).toMatchObject({ outcome: 'unknown_person', faces: [{ status: 'unknown' }] });
    expect(body.faces).toHaveLength(1);
    const metrics = (await doorbell.call<string>('GET', '/metrics')).body;
    expect(metrics).toMatch(/^doorbell_triggers_total\{trigger_source="camera",time_of_day="\w+"\} 1$/m);
  });

  it('that gives no picture makes a visit all the same: a capture failure', async () => {
    const env = { DOORBELL_CAMERA__FOLDERS__back: join(folder.path, 'missing'), DOORBELL_CAMERA__RETRY_DELAY: '1ms' };
    const doorbell = await start(environment(env));
    const { body } = await doorbell.call<VisitEvent>('POST', '/api/doorbell/press?camera=back');
    expect(body).toMatchObject({ outcome: 'capture_failure', faces: [] });
    expect((await doorbell.call<{ items: [] }>('GET', '/api/events')).body.items).toHaveLength(1);
    await doorbell.line((line) => line['notificationType'] === 'capture_failure');
  });
});

describe('when it is told to stop', () => {
  it('is not ready at once, goes on answering for the grace, ends its streams, then exits with 0', async () => {
    const doorbell = await start(environment({ DOORBELL_HTTP__STOP_GRACE: '4s' }));
    const stream = doorbell.call<string>('GET', '/api/events/stream');
    await expect
      .poll(async () => (await doorbell.call<string>('GET', '/metrics')).body)
      .toContain('user_sessions_active 1');
    doorbell.signal('SIGTERM');
    await expect.poll(async () => (await doorbell.call('GET', '/readiness')).status).toBe(503);
    const answered = await press(doorbell);
    expect([answered.status, answered.headers['connection']]).toEqual([200, 'close']);
    expect((await stream).status).toBe(200);
    expect(await doorbell.exit).toBe(0);
    const notReady = doorbell.lines.findIndex((line) => line.message === 'stopping');
    const stopped = doorbell.lines.findIndex((line) => line.message === 'stopped');
    expect(notReady).toBeGreaterThan(0);
    expect(stopped).toBe(doorbell.lines.length - 1);
  });

  it('finishes the presses it took, then exits with 0', async () => {
    const doorbell = await start(environment({ FAULT: 'slow:3000' }));
    const answers = Promise.all(Array.from({ length: 4 }, () => press(doorbell)));
    const metrics = async () => (await doorbell.call<string>('GET', '/metrics')).body;
    await expect.poll(metrics).toMatch(/^http_requests_in_flight [45]$/m);
    doorbell.signal('SIGTERM');
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await doorbell.exit).toBe(0);
  });
});

describe('when its web hook is down', () => {
  it('answers presses all the same, lets the hook rest, and says so', async () => {
    const webhook = 'http://127.0.0.1:1/';
    const doorbell = await start(environment({ DOORBELL_NOTIFY__WEBHOOK: webhook, DOORBELL_NOTIFY__TIMEOUT: '200ms' }));
    for (let index = 0; index < 3; index++) expect((await press(doorbell)).status).toBe(200);
    await doorbell.line((line) => line.message.startsWith('circuit open'));
    const answered = await press(doorbell);
    expect(answered.status).toBe(200);
    const report = await doorbell.call<{ checks: Record<string, object> }>('GET', '/health');
    expect(report.status).toBe(200);
    expect(report.body).toMatchObject({
      services: { circuits: 'degraded', disk: 'healthy' },
      checks: {
        circuits: { message: 'open: notifications/webhook' },
        disk: { details: { writable: true, [dataOf(doorbell)]: { freeBytes: expect.any(Number) } } },
      },
    });
    expect((await doorbell.call('GET', '/readiness')).status).toBe(200);
    const metrics = (await doorbell.call<string>('GET', '/metrics')).body;
    expect(metrics).toContain('resilience_circuit_state{component="notifications",category="webhook"} 2\n');
    expect(metrics).toMatch(/^resilience_retries_total\{component="notifications",category="webhook"\} [1-9]/m);
  });

  const dataOf = (doorbell: RunningDoorbell) => dataDirs.get(doorbell) ?? '';
});

describe('a fault for demonstration', () => {
  it('is refused in production', async () => {
    const doorbell = spawn(environment({ FAULT: 'slow:5', DEPLOYMENT_ENV: 'production' }));
    expect(await doorbell.exit).toBe(2);
    expect(doorbell.stderr.join('')).toContain('fault');
  });

  it('unknown is refused with what is known', async () => {
    const doorbell = spawn(environment({ FAULT: 'explode' }));
    expect(await doorbell.exit).toBe(2);
    expect(doorbell.stderr.join('')).toContain('Write crash, crash:500, unhealthy, errors:0.5 or slow:200');
  });

  it('crash ends the process before it serves', async () => {
    expect(await spawn(environment({ FAULT: 'crash' })).exit).toBe(1);
  });

  it('errors and unhealthy show to clients and to probes, each in its own way', async () => {
    const doorbell = await start(environment({ FAULT: 'errors:1,unhealthy' }));
    expect((await doorbell.call('GET', '/api/events')).body).toMatchObject({ error: { code: 'injected_fault' } });
    expect((await doorbell.call('GET', '/readiness')).status).toBe(503);
    expect((await doorbell.call('GET', '/liveness')).status).toBe(200);
  });
});
