import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@seaworthy/api';
import { ApprovalNeededError, createClient } from '@seaworthy/api';
import { fetch } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfGroup } from './platform/testing.ts';
import type { RunningServer } from './testing.ts';
import { installation } from './testing.ts';

const patience = { timeout: 90_000, interval: 50 };

/** Somebody else, by the link of their first sign-in. */
async function addReviewer({ client, record }: RunningServer): Promise<{ token: string; of: (url: string) => Client }> {
  const { signIn } = await client.call('addUser', { body: { name: 'bob', roles: ['reviewer'] } });
  const code = new URL(signIn.url).hash.slice(1);
  const plain = createClient({ baseUrl: record.url, fetch });
  const { tokens } = await plain.call('signIn', { body: { code, deliver: 'body' } });
  const token = tokens?.access ?? '';
  return { token, of: (url) => createClient({ baseUrl: url, token, fetch }) };
}

describe('a deployment that needs a second person', () => {
  it('waits over kill -9, is made of the files that were there when it was asked for, and goes live once approved', async () => {
    const home = await installation();
    home.configure((page) => `${page}\napprovals: {rules: [{acts: [deploy], environments: [local]}]}\n`);
    const first = await home.start();
    await expect.poll(async () => (await first.client.call('status', {})).liveVersion, patience).toBe('1.0.0');
    const reviewer = await addReviewer(first);

    const source = join(home.folder, 'service');
    const asked = await first.client.call('deploy', { body: { version: '2.0.0', source } }).catch((error) => error);
    expect(asked).toBeInstanceOf(ApprovalNeededError);
    const { id } = (asked as ApprovalNeededError).approval;
    const original = readFileSync(join(source, 'server.js'), 'utf8');
    writeFileSync(
      join(source, 'server.js'),
      original.replace('response.end(SERVICE_VERSION)', "response.end('swapped')"),
    );

    first.kill('SIGKILL');
    await first.ended;
    const second = await home.start();
    const bob = reviewer.of(second.record.url);
    expect((await bob.call('approvals', { query: {} })).items).toMatchObject([
      { id, state: 'pending', askedBy: 'local' },
    ]);
    await expect(second.client.call('approve', { params: { id }, body: {} })).rejects.toMatchObject({
      code: 'forbidden',
    });

    const approved = await bob.call('approve', { params: { id }, body: { reason: 'looked at it' } });
    expect(approved).toMatchObject({ state: 'done', votes: [{ by: 'bob', reason: 'looked at it' }] });
    await expect.poll(async () => (await second.client.call('status', {})).liveVersion, patience).toBe('2.0.0');
    expect(await (await fetch(home.publicUrl)).text()).toBe('2.0.0');
    expect((await second.client.call('deployments', { query: {} })).items).toHaveLength(2);

    const query = { limit: 200, order: 'oldest', text: id } as const;
    const { items } = await second.client.call('auditEntries', { query });
    expect(items.map(({ actor, action, resource }) => `${actor} ${action} ${resource}`)).toEqual([
      `local approval.request approvals/${id}`,
      `local approve approvals/${id}`,
      expect.stringMatching(/^local deploy deployments\/./),
      `bob approve approvals/${id}`,
    ]);
    expect(items.map(({ result }) => result)).toEqual(['success', 'refused', 'success', 'success']);
    expect(items[2]?.data).toMatchObject({ body: { version: '2.0.0' }, approval: { id, approvedBy: ['bob'] } });
    rmSync(source, { recursive: true, force: true });
  });
});

describe('a request that waits', () => {
  const atEnd = atEndOfGroup();
  let server: RunningServer;
  beforeAll(async () => {
    const home = await installation(atEnd);
    const more = 'metrics: {interval: 1s}\napprovals: {rules: [{acts: [export], environments: [local]}]}\n';
    home.configure((page) => `${page}\n${more}`);
    server = await home.start();
  });

  it('is an alert of its own, by the preset, with what whoever approves needs to know', async () => {
    const { client } = server;
    const fetching = client.download('/api/v1/audit/export', {})[Symbol.asyncIterator]().next();
    const asked = await fetching.catch((error: unknown) => error);
    expect(asked).toBeInstanceOf(ApprovalNeededError);
    const { id } = (asked as ApprovalNeededError).approval;
    // The rules of the preset are looked at twice a minute.
    const alerts = async () => (await client.call('alerts', { query: {} })).items;
    await expect.poll(alerts, { timeout: 110_000, interval: 500 }).toContainEqual(
      expect.objectContaining({
        labels: expect.objectContaining({
          ...{ alertname: 'ApprovalWaiting', approval: id, act: 'export', asked_by: 'local', severity: 'warning' },
        }),
      }),
    );
  });

  it('lets an export of the trail go once it is approved, and no further than that', async () => {
    const reviewer = await addReviewer(server);
    const download = async (query: Record<string, string>) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of server.client.download('/api/v1/audit/export', query)) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };
    const asked = await download({}).catch((error: unknown) => error);
    const { id } = (asked as ApprovalNeededError).approval;
    await reviewer.of(server.record.url).call('approve', { params: { id }, body: {} });
    const [head = '', ...lines] = (await download({ approval: id })).trimEnd().split('\n');
    expect(JSON.parse(head)).toMatchObject({ fromSequence: 1, toSequence: expect.any(Number) });
    expect(lines.some((line) => line.includes('"action":"approval.request"') && line.includes(id))).toBe(true);
    expect(lines.some((line) => line.includes('"action":"audit.export"'))).toBe(false);
  });
});
