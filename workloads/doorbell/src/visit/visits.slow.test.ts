import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadHmacKey, verifyAuditLog } from '@seaworthy/kit/audit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VARIATIONS } from '../accuracy/variations.ts';
import { readEventStream } from '../testing/event-stream-client.ts';
import { buildRelease, RunningDoorbell, temporaryFolder } from '../testing/running-doorbell.ts';
import { emptyScene, groupPhoto, sampleFace } from '../testing/sample-faces.ts';
import type { VisitEvent } from './store/visit-event.ts';

const release = buildRelease();
const data = temporaryFolder('doorbell-data');
let doorbell: RunningDoorbell;

beforeAll(async () => {
  doorbell = await RunningDoorbell.start(release.path, environment('one'));
});

beforeEach(async () => {
  for (const list of ['known', 'blacklist']) {
    const { body } = await doorbell.call<{ items: { name: string }[] }>('GET', `/api/faces/${list}`);
    for (const { name } of body.items) await doorbell.call('DELETE', `/api/faces/${list}/${encodeURIComponent(name)}`);
  }
});

afterAll(async () => {
  await doorbell.stop();
  release.remove();
  data.remove();
});

function environment(instance: string): Record<string, string> {
  return { DOORBELL_DATA_DIR: data.path, INSTANCE_ID: instance, SERVICE_VERSION: '1.2.3', LOG_LEVEL: 'debug' };
}

function press(picture: Buffer, headers: Record<string, string> = {}, at = doorbell) {
  return at.call<VisitEvent>('POST', '/api/doorbell/press', picture, headers);
}

function enrol(list: 'known' | 'blacklist', name: string, picture: Buffer) {
  return doorbell.call('POST', `/api/faces/${list}?name=${encodeURIComponent(name)}`, picture);
}

const anotherDay = VARIATIONS['bright'];

describe('a press', () => {
  it('recognises an enrolled person on another day', async () => {
    expect((await enrol('known', 'Ada L', sampleFace('1-left'))).body).toMatchObject({ name: 'Ada L', encodings: 1 });
    const { status, body } = await press(sampleFace('1-left', anotherDay));
    expect(status).toBe(200);
    expect(body.outcome).toBe('known_person');
    expect(body.faces).toMatchObject([{ status: 'known', person: 'Ada L' }]);
    expect(body.faces[0]?.distance).toBeLessThan(0.45);
  });

  it('does not take one person for another', async () => {
    await enrol('known', 'Ada', sampleFace('1-left'));
    const { body } = await press(sampleFace('1-middle'));
    expect(body.outcome).toBe('unknown_person');
    expect(body.faces).toMatchObject([{ status: 'unknown', person: null }]);
  });

  it('asks the blacklist before the known people', async () => {
    await enrol('known', 'Friend', sampleFace('5-right'));
    await enrol('blacklist', 'Foe', sampleFace('5-right', VARIATIONS['gray']));
    const { body } = await press(sampleFace('5-right'));
    expect(body.outcome).toBe('blacklist_alert');
    expect(body.faces).toMatchObject([{ status: 'blacklisted', person: 'Foe' }]);
  });

  it('judges every face of a group, and the worst of them decides', async () => {
    await enrol('known', 'Ada', sampleFace('1-left'));
    expect((await press(groupPhoto(1))).body.outcome).toBe('unknown_person');
    await enrol('blacklist', 'Foe', sampleFace('1-right'));
    const { body } = await press(groupPhoto(1));
    expect(body.outcome).toBe('blacklist_alert');
    expect(body.faces.map((face) => face.status).sort()).toEqual(['blacklisted', 'known', 'unknown']);
  });

  it('says when there is nobody in the picture', async () => {
    expect((await press(emptyScene())).body).toMatchObject({ outcome: 'no_faces', faces: [] });
  });

  it('does not know a deleted person any more, from the next press on', async () => {
    await enrol('known', 'Ada', sampleFace('1-left'));
    expect((await press(sampleFace('1-left'))).body.outcome).toBe('known_person');
    expect((await doorbell.call('DELETE', '/api/faces/known?name=Ada')).status).toBe(204);
    expect((await press(sampleFace('1-left'))).body.outcome).toBe('unknown_person');
    expect((await doorbell.call('DELETE', '/api/faces/known?name=Ada')).status).toBe(404);
  });

  it('is one trace from the request to the event and every log line', async () => {
    const traceId = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
    const { body } = await press(sampleFace('6-left'), { traceparent: `00-${traceId}-1111111111111111-01` });
    expect(body.traceId).toBe(traceId);
    await doorbell.line((line) => line.logger === 'doorbell.notifications' && line['eventId'] === body.eventId);
    const stages = doorbell.lines
      .filter((line) => line.context['traceId'] === traceId)
      .map((line) => line.context['stage']);
    for (const stage of ['press', 'camera', 'motion', 'detect', 'recognise', 'decide', 'store']) {
      expect(stages).toContain(stage);
    }
    const { body: page } = await doorbell.call<{ items: VisitEvent[] }>('GET', '/api/events?limit=1');
    expect(page.items[0]).toMatchObject({ eventId: body.eventId, traceId, instance: 'one', serviceVersion: '1.2.3' });
  });
});

describe('the audit log', () => {
  it('has every change of who is known before it is acknowledged, and proves that nothing was changed', async () => {
    await enrol('known', 'Ada L', sampleFace('1-left'));
    expect((await doorbell.call('DELETE', '/api/faces/known?name=Ada%20L')).status).toBe(204);
    const audit = join(data.path, 'audit', 'one');
    const lines = segmentsOf(audit).map((line) => JSON.parse(line) as Record<string, unknown>);
    const changes = lines.filter(({ resource }) => resource === 'known/Ada L').slice(-2);
    expect(changes).toMatchObject([
      { action: 'face.enrol', result: 'success', sourceAddress: '127.0.0.1' },
      { action: 'face.remove', result: 'success' },
    ]);
    const hmacKeys = [loadHmacKey(join(data.path, 'keys', 'audit-hmac.key'))];
    expect(await verifyAuditLog({ folder: audit, hmacKeys })).toMatchObject({ ok: true, findings: [] });
  });

  function segmentsOf(folder: string): readonly string[] {
    const segments = readdirSync(folder).filter((name) => name.startsWith('segment-'));
    return segments.flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  }
});

describe('two instances on one database', () => {
  let other: RunningDoorbell;
  beforeAll(async () => {
    other = await RunningDoorbell.start(release.path, environment('two'));
  });
  afterAll(async () => {
    await other.stop();
  });

  it('share who is enrolled and who was deleted, at once', async () => {
    await enrol('known', 'Ada', sampleFace('1-left'));
    expect((await press(sampleFace('1-left'), {}, other)).body.outcome).toBe('known_person');
    await other.call('DELETE', '/api/faces/known/Ada');
    expect((await press(sampleFace('1-left'))).body.outcome).toBe('unknown_person');
  });

  it('show each other’s visits in their streams, and resume where a viewer left', async () => {
    const watching = readEventStream(`${doorbell.url}/api/events/stream`);
    await watching.opened;
    const first = (await press(emptyScene(), {}, other)).body;
    const seen = await watching.next();
    expect(seen.data).toMatchObject({ eventId: first.eventId, instance: 'two' });
    watching.close();
    const missed = (await press(emptyScene())).body;
    const resumed = readEventStream(`${other.url}/api/events/stream`, seen.id);
    expect((await resumed.next()).data).toMatchObject({ eventId: missed.eventId, instance: 'one' });
    resumed.close();
  });

  it('store every visit of both when they write at the same time', async () => {
    const before = await newestId();
    const pressed = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        press(emptyScene(80, 60, 120 + index), {}, index % 2 ? doorbell : other),
      ),
    );
    expect(pressed.map(({ status }) => status)).toEqual(pressed.map(() => 200));
    expect((await newestId()) - before).toBe(12);
  });

  async function newestId(): Promise<number> {
    const { body } = await doorbell.call<{ items: VisitEvent[] }>('GET', '/api/events?limit=1');
    return body.items[0]?.id ?? 0;
  }
});

describe('the scrape', () => {
  const names = [
    'pipeline_events_total',
    'pipeline_processing_duration_seconds_bucket',
    'pipeline_queue_size',
    'pipeline_worker_health',
    'face_recognition_requests_total',
    'known_faces_database_size',
    'system_cpu_usage_percent',
    'system_memory_usage_bytes',
    'system_memory_total_bytes',
    'system_disk_usage_percent',
    'doorbell_triggers_total',
    'notifications_sent_total',
    'user_sessions_active',
    'security_events_total',
    'errors_total',
    'http_requests_total',
    'http_request_duration_seconds_bucket',
  ];

  it('counts what happened, and passes promtool', async () => {
    await enrol('blacklist', 'Foe', sampleFace('6-right'));
    const before = await scrape();
    await press(sampleFace('6-right', anotherDay));
    await press(Buffer.from('not a picture'));
    const { body: text } = await doorbell.call<string>('GET', '/metrics');
    const after = await scrape();
    const rise = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0);
    for (const name of names)
      expect(
        [...after.keys()].some((series) => series.startsWith(name)),
        name,
      ).toBe(true);
    expect(rise('pipeline_events_total{event_type="event_stored",status="processed"}')).toBe(1);
    expect(
      rise('security_events_total{event_type="blacklist_detected",source="http",action_taken="alert_raised"}'),
    ).toBe(1);
    expect(rise('http_requests_total{method="POST",route="/api/doorbell/press",status="415"}')).toBe(1);
    expect(rise('errors_total{component="press",error_type="not_a_jpeg",severity="warning"}')).toBe(1);
    expect(
      rise('notifications_sent_total{channel="log",notification_type="blacklist_detected",status="delivered"}'),
    ).toBe(1);
    expect(after.get('pipeline_worker_health{worker_id="face-thread-0",worker_type="face_thread"}')).toBe(1);
    expect(after.get('known_faces_database_size')).toBe(0);
    expect(text).not.toContain('Foe');
    expect(() => execFileSync('promtool', ['check', 'metrics'], { input: text })).not.toThrow();
  });

  it('counts the people who watch, and only those', async () => {
    const watching = readEventStream(`${doorbell.url}/api/events/stream`);
    await watching.opened;
    expect((await scrape()).get('user_sessions_active')).toBe(1);
    watching.close();
    await expect.poll(async () => (await scrape()).get('user_sessions_active')).toBe(0);
  });

  it('has no accuracy until one was measured', async () => {
    expect([...(await scrape()).keys()].some((series) => series.startsWith('face_recognition_accuracy'))).toBe(false);
  });

  async function scrape(): Promise<Map<string, number>> {
    const { body } = await doorbell.call<string>('GET', '/metrics');
    const samples = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  }
});

describe('what cannot be used', () => {
  const whole = emptyScene();
  it.each([
    ['no picture', Buffer.alloc(0), 400, 'picture_missing'],
    ['something else', Buffer.from('GIF89a................'), 415, 'not_a_jpeg'],
    ['half a picture', whole.subarray(0, whole.length / 2), 400, 'picture_truncated'],
    ['more than is allowed', Buffer.alloc(9 * 2 ** 20, 1), 413, 'body_too_large'],
    ['a picture of too many pixels', hugePicture(), 413, 'picture_too_large'],
    ['pixels that are none', withoutTables(whole), 422, 'picture_unreadable'],
  ])('%s is refused with what to do about it', async (_, body, status, code) => {
    const answer = await doorbell.call<{ error: { code: string; hint: string } }>('POST', '/api/doorbell/press', body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.hint).not.toBe('');
  });

  it('an enrolment needs exactly one face and a name', async () => {
    const code = async (path: string, body: Buffer) =>
      (await doorbell.call<{ error: { code: string } }>('POST', path, body)).body.error.code;
    expect(await code('/api/faces/known?name=All', groupPhoto(1))).toBe('several_faces');
    expect(await code('/api/faces/known?name=Wall', emptyScene())).toBe('no_face');
    expect(await code('/api/faces/known?name=%3C%3E', sampleFace('1-left'))).toBe('name_missing');
  });

  /** A real picture whose header claims 60000 x 60000 pixels. */
  function hugePicture(): Buffer {
    const bytes = Buffer.from(whole);
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt16BE(60_000, frame + 5);
    bytes.writeUInt16BE(60_000, frame + 7);
    return bytes;
  }

  /** Whole by its segments, but the tables that its pixels need are gone. */
  function withoutTables(picture: Buffer): Buffer {
    const bytes = Buffer.from(picture);
    for (
      let at = bytes.indexOf(Buffer.from([0xff, 0xc4]));
      at >= 0;
      at = bytes.indexOf(Buffer.from([0xff, 0xc4]), at + 2)
    ) {
      bytes[at + 1] = 0xfe;
    }
    return bytes;
  }
});
