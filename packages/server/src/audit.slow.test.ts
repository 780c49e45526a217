import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '@seaworthy/api';
import { fetch } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyStateFolder } from './audit/offline.ts';
import type { AtEnd } from './platform/testing.ts';
import { atEndOfGroup } from './platform/testing.ts';
import type { Installation, RunningServer } from './testing.ts';
import { installation } from './testing.ts';

const patience = { timeout: 90_000, interval: 50 };

const post = ({ record, token }: RunningServer, path: string, body: object = {}, headers: object = {}) =>
  fetch(record.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const entriesOf = async ({ client }: RunningServer, query: object = {}): Promise<AuditEntry[]> =>
  (await client.call('auditEntries', { query: { limit: 200, order: 'oldest', ...query } })).items;

async function upWithoutRelease(atEnd?: AtEnd): Promise<{ home: Installation; server: RunningServer }> {
  const home = await installation(atEnd);
  home.configure((page) => page.replace(/ {2}source: service\n {2}version: 1.0.0\n/, ''));
  return { home, server: await home.start() };
}

const silence = (comment: string) => ({
  matchers: ['alertname="Foo"'],
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  createdBy: 'ann',
  comment,
});

const textOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'))
    .join('\n');

describe('the audit trail of a control plane', () => {
  it('has what happened by itself and what was asked, over a restart and a kill', async () => {
    const home = await installation();
    const first = await home.start();
    await expect
      .poll(async () => (await entriesOf(first)).map(({ action }) => action), patience)
      .toContain('deployment.complete');
    const actions = (await entriesOf(first)).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining([
        ...['token.create', 'control_plane.start', 'configuration.change'],
        ...['deployment.start', 'deployment.switch', 'deployment.complete'],
      ]),
    );
    await post(first, '/api/v1/deployments', {
      version: '2.0.0',
      source: `${home.folder}/service`,
      env: { FAULT: 'crash' },
    });
    await expect
      .poll(async () => (await entriesOf(first, { action: 'deployment.*' })).map(({ action }) => action), patience)
      .toContain('deployment.end_rolled_back');
    const [rolledBack] = await entriesOf(first, { action: 'deployment.end_rolled_back' });
    expect(rolledBack).toMatchObject({
      actor: 'system',
      result: 'failure',
      reason: expect.stringContaining('start_failed'),
    });

    first.kill('SIGHUP');
    await expect
      .poll(async () => (await entriesOf(first, { action: 'configuration.change' })).map(({ data }) => data), patience)
      .toMatchObject([{ via: 'start' }, { via: 'reload' }]);
    const health = await fetch(`${first.record.url}/health/detailed`, {
      headers: { authorization: `Bearer ${first.token}` },
    });
    expect(await health.json()).toMatchObject({ checks: { audit: { status: 'healthy' } } });

    first.kill('SIGKILL');
    await first.ended;
    const second = await home.start();
    expect((await entriesOf(second)).map(({ action }) => action)).toContain('control_plane.takeover');
    second.kill('SIGTERM');
    await second.ended;
    const third = await home.start();
    const lifecycle = (await entriesOf(third, { action: 'control_plane.*' })).map(({ action }) => action.split('.')[1]);
    expect(lifecycle).toEqual(['start', 'takeover', 'start', 'stop', 'start']);
    expect(await third.client.call('verifyAudit', {})).toMatchObject({ ok: true, findings: [] });
    expect(await third.client.call('auditReport', { query: {} })).toMatchObject({
      deployments: { count: 2, items: [{ outcome: 'completed' }, { version: '2.0.0', outcome: 'rolled_back' }] },
      verification: { verdict: 'whole', checkpoint: { coversPeriod: true } },
      gaps: [{ kind: 'not_running' }, { kind: 'not_running' }],
    });
    expect(await entriesOf(third, { action: 'auditReport' })).toMatchObject([{ type: 'data_access', actor: 'local' }]);
  });
});

describe('the audit trail of a control plane that is changed', () => {
  const atEnd = atEndOfGroup();
  let home: Installation;
  let server: RunningServer;
  beforeAll(async () => {
    ({ home, server } = await upWithoutRelease(atEnd));
  });

  it('has no token, password, code or value of an environment in it', async () => {
    const secrets = [
      'hunter2-in-env',
      'correct-horse-staple',
      'code-of-a-link-9f',
      'swt_0123456789abcdef.nobody',
      'typed-elsewhere-77',
    ];
    const [env, password, code, token, elsewhere] = secrets;
    await post(server, '/api/v1/deployments', {
      version: '2.0.0',
      source: '/nowhere',
      env: { DB_PASSWORD: env, PLAIN: env },
    });
    await post(server, '/api/v1/session', { name: 'local', password });
    await post(server, '/api/v1/session', { code });
    await post(server, '/api/v1/stop', {}, { authorization: `Bearer ${token}` });
    await post(server, '/api/v1/users', { name: 'bert', roles: ['viewer'], password: elsewhere, [`${elsewhere}`]: 1 });
    await post(server, `/api/v1/silences?token=${token}`, silence(`password=${password}`));
    const link = (await (await post(server, '/api/v1/sign-in-links')).json()) as { url: string };
    const made = (await (
      await post(server, '/api/v1/tokens', { name: 'ci', permissions: ['service:read'] })
    ).json()) as { text: string };
    expect(made.text).toMatch(/^swt_/);
    const trail = textOf(join(home.stateDir, 'audit'));
    const told = [
      ...secrets,
      server.token,
      made.text,
      made.text.split('.').at(-1) ?? '',
      link.url.split('#')[1] ?? '?',
    ];
    expect(told.filter((secret) => trail.includes(secret))).toEqual([]);
    for (const said of ['DB_PASSWORD', '"version":"2.0.0"', 'users/bert', 'tokens/', 'silences/'])
      expect(trail).toContain(said);
  });

  it('holds everything that was acknowledged before a kill in the middle of changes', async () => {
    const acknowledged: string[] = [];
    let isOver = false;
    const change = async (lane: number) => {
      for (let count = 0; !isOver; count += 1) {
        const comment = `lane ${lane} number ${count}`;
        const answer = await post(server, '/api/v1/silences', silence(comment)).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.status === 201) acknowledged.push(comment);
        await answer.text().catch(() => '');
      }
    };
    const lanes = [1, 2, 3, 4].map(change);
    await expect.poll(() => acknowledged.length, patience).toBeGreaterThan(40);
    server.kill('SIGKILL');
    await server.ended;
    isOver = true;
    await Promise.all(lanes);

    const trail = textOf(join(home.stateDir, 'audit'));
    expect(acknowledged.filter((comment) => !trail.includes(`"${comment}"`))).toEqual([]);
    expect((await verifyStateFolder(home.stateDir)).report).toMatchObject({ ok: true });
    const next = await home.start();
    expect(await next.client.call('verifyAudit', {})).toMatchObject({ ok: true });
  });
});

describe('tampering with the trail', () => {
  /** A trail of some entries, by a control plane that has stopped. */
  async function written() {
    const { home, server } = await upWithoutRelease();
    for (let count = 0; count < 8; count += 1) await post(server, '/api/v1/silences', silence(`number ${count}`));
    server.kill('SIGTERM');
    await server.ended;
    const file = join(home.stateDir, 'audit', 'segment-00000001.ndjson');
    return { home, file, lines: readFileSync(file, 'utf8').split('\n').slice(0, -1) };
  }

  it('is found with its place, whatever was done; a start then keeps it as evidence', async () => {
    const { home, file, lines } = await written();
    const at = lines.findIndex((line) => line.includes('"number 3"'));
    const sequence = (JSON.parse(lines[at] ?? '') as { sequence: number }).sequence;
    const put = (changed: readonly string[]) => writeFileSync(file, `${changed.join('\n')}\n`);
    const verified = async (changed: readonly string[]) => {
      put(changed);
      return (await verifyStateFolder(home.stateDir)).report;
    };
    const swapped = lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '');
    const rewritten = lines.map((line, index) =>
      index < at ? line : line.replace('"actor":"local"', '"actor":"nobody"'),
    );

    expect(await verified(lines)).toMatchObject({ ok: true });
    expect(await verified(lines.with(at, lines[at]?.replace('number 3', 'number 9') ?? ''))).toMatchObject({
      ok: false,
      findings: [{ kind: 'altered', segment: 1, line: at + 1, sequence }],
    });
    expect(await verified(lines.toSpliced(at, 1))).toMatchObject({
      ok: false,
      findings: [{ kind: 'deleted', segment: 1, line: at + 1, sequence }],
    });
    expect(await verified(swapped)).toMatchObject({
      ok: false,
      findings: [{ kind: 'reordered', segment: 1, line: at + 1 }],
    });
    expect(await verified(lines.slice(0, -3))).toMatchObject({ ok: false, findings: [{ kind: 'truncated' }] });
    const { ok, findings } = await verified(rewritten);
    expect([ok, findings[0]]).toMatchObject([false, { kind: 'altered', sequence }]);

    put(lines.slice(0, -3));
    const server = await home.start();
    await expect.poll(async () => (await entriesOf(server, { action: 'audit.damage_found' })).length, patience).toBe(1);
    expect(readdirSync(home.stateDir).some((name) => name.startsWith('audit-damaged-'))).toBe(true);
    expect(await server.client.call('verifyAudit', {})).toMatchObject({ ok: true });
  });
});
