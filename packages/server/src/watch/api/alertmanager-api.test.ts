import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { virtualClock } from '../../platform/testing.ts';
import { startAlerting } from '../alerting.ts';
import { parseAlertingConfig } from '../routes/config/parse.ts';
import { createAlertmanagerApi } from './alertmanager-api.ts';

const config = `
route: {receiver: team, group_by: [job], routes: [{receiver: night, matchers: [job=night], mute_time_intervals: [always]}]}
receivers: [{name: team}, {name: night}]
inhibit_rules: [{source_match: {severity: critical}, target_match: {severity: warning}}]
time_intervals: [{name: always, time_intervals: [{}]}]
`;
const now = '2030-01-01T12:00:00.000Z';
const later = '2030-01-01T13:00:00.000Z';

describe('the API', () => {
  it('takes alerts, shows them with their state, and filters them', async () => {
    const { get, post } = await testApi();
    expect(await post('/alerts', [alert({ job: 'web', severity: 'warning' }), alert({ job: 'db' })])).toEqual({
      status: 200,
    });
    expect((await get('/alerts')).body).toMatchObject([
      {
        labels: { job: 'web' },
        status: { state: 'active' },
        receivers: [{ name: 'team' }],
        startsAt: now,
        endsAt: later,
      },
      { labels: { job: 'db' } },
    ]);
    await post('/alerts', [alert({ job: 'web', severity: 'critical' })]);
    const shown = async (query: string) => ((await get(`/alerts?${query}`)).body as unknown[]).length;
    expect(await shown('filter=job%3Dweb')).toBe(2);
    expect(await shown('inhibited=false')).toBe(2);
    expect(await shown('active=false')).toBe(1);
    expect(await shown('receiver=te.m&filter=severity%3D~"c.*"')).toBe(1);
    expect(await shown('receiver=tea')).toBe(0);
  });

  it('keeps what is sound, and says what is wrong with the rest', async () => {
    const { get, post } = await testApi();
    const wrong = [
      alert({ job: '' }),
      { ...alert({ a: 'b' }), endsAt: '2029-01-01T00:00:00Z' },
      { labels: { ok: '1' }, startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z' },
    ];
    const body = 'at least one label pair required; start time must be before end time';
    expect(await post('/alerts', wrong)).toEqual({ status: 400, body });
    expect((await get('/alerts')).body).toMatchObject([{ labels: { ok: '1' }, endsAt: '2030-01-01T12:05:00.000Z' }]);
  });

  it('shows groups of alerts as they are told of, and whether their route is muted', async () => {
    const { get, post } = await testApi();
    await post('/alerts', [alert({ job: 'web', n: '2' }), alert({ job: 'web', n: '1' }), alert({ job: 'night' })]);
    expect((await get('/alerts/groups')).body).toMatchObject([
      { labels: { job: 'night' }, receiver: { name: 'night' }, alerts: [{ status: { mutedBy: ['always'] } }] },
      { labels: { job: 'web' }, receiver: { name: 'team' }, alerts: [{ labels: { n: '1' } }, { labels: { n: '2' } }] },
    ]);
    expect((await get('/alerts/groups?muted=false')).body).toHaveLength(1);
  });

  it('makes, changes, shows and ends silences', async () => {
    const { get, post, remove, clock } = await testApi();
    const made = (await post('/silences', silence())).body as { silenceID: string };
    const id = made.silenceID;
    await post('/alerts', [alert({ job: 'web' })]);
    expect((await get('/alerts')).body).toMatchObject([{ status: { state: 'suppressed', silencedBy: [id] } }]);
    await clock.advance(60_000);
    const longer = { ...silence(), id, endsAt: '2030-01-01T14:00:00.000Z' };
    expect((await post('/silences', longer)).body).toEqual({ silenceID: id });
    expect((await get(`/silence/${id}`)).body).toMatchObject({
      id,
      status: { state: 'active' },
      endsAt: longer.endsAt,
    });
    const other = { ...longer, matchers: [{ name: 'job', value: 'w.*', isRegex: true }] };
    const replaced = ((await post('/silences', other)).body as { silenceID: string }).silenceID;
    expect(replaced).not.toBe(id);
    expect((await get('/silences')).body).toMatchObject([
      { id: replaced, status: { state: 'active' }, matchers: [{ isRegex: true, isEqual: true }] },
      { id, status: { state: 'expired' } },
    ]);
    expect((await get('/silences?filter=job%3Dweb')).body).toMatchObject([{ id }]);
    expect(await remove(`/silence/${replaced}`)).toEqual({ status: 200 });
    expect(await remove(`/silence/${replaced}`)).toEqual({ status: 500, body: `silence ${replaced} already expired` });
  });

  it.each([
    [{ matchers: [] }, 422, 'matchers'],
    [{ startsAt: 'today' }, 422, 'RFC 3339'],
    [{ endsAt: now }, 400, 'start time must be before end time'],
    [{ startsAt: '2029-01-01T00:00:00Z', endsAt: '2029-01-02T00:00:00Z' }, 400, "end time can't be in the past"],
    [
      { matchers: [{ name: 'a', value: '(', isRegex: true }] },
      400,
      'invalid label matcher 0: invalid regular expression',
    ],
    [{ matchers: [{ name: '', value: 'b', isRegex: false }] }, 400, 'invalid label matcher 0: invalid label name'],
    [{ matchers: [{ name: 'a', value: '', isRegex: false }] }, 400, 'must not match the empty string'],
    [{ id: randomUUID() }, 404, 'not found'],
  ])('refuses a silence with %j', async (change, status, message) => {
    const { post } = await testApi();
    const answer = await post('/silences', { ...silence(), ...change });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(message);
  });

  it.each([
    ['GET', '/alerts?filter=%7B', 400],
    ['GET', '/alerts?receiver=(', 400],
    ['GET', '/alerts?active=perhaps', 422],
    ['GET', '/silence/x', 422],
    ['GET', `/silence/${randomUUID()}`, 404],
    ['DELETE', `/silence/${randomUUID()}`, 404],
    ['GET', '/nothing', 404],
    ['POST', '/alerts', 422],
    ['GET', '/status', 200],
    ['GET', '/receivers', 200],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await (await testApi()).ask(method, path)).status).toBe(status);
  });
});

function alert(labels: Record<string, string>) {
  return { labels, annotations: {}, startsAt: now, endsAt: later };
}

function silence() {
  const matchers = [{ name: 'job', value: 'web', isRegex: false }];
  return { startsAt: now, endsAt: later, matchers, createdBy: 'ann', comment: 'a test' };
}

async function testApi() {
  const clock = virtualClock();
  const alerting = await startAlerting({
    db: await testDatabase(),
    clock,
    newSilenceId: randomUUID,
    config: parseAlertingConfig(config, { file: 'alertmanager.yml' }),
    externalURL: 'http://seaworthy.example',
    deliver: async () => {},
    report: (error) => {
      throw error;
    },
  });
  const api = createAlertmanagerApi({ alerting, clock, version: '1', shownConfig: () => config });
  const ask = (method: string, target: string, body?: unknown) => {
    const { pathname, searchParams } = new URL(target, 'http://localhost');
    return api({ method, path: pathname, query: searchParams, body });
  };
  return {
    clock,
    ask,
    get: (target: string) => ask('GET', target),
    post: (target: string, body: unknown) => ask('POST', target, body),
    remove: (target: string) => ask('DELETE', target),
  };
}
