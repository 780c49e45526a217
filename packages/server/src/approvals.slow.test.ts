import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@seaworthy/api';
import { ApprovalNeededError, createClient } from '@seaworthy/api';
import { fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import type { RunningServer } from './testing.ts';
import { installation } from './testing.ts';

const patience = { timeout: 20_000, interval: 50 };

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
