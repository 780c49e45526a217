import { describe, expect, it } from 'vitest';
import type { Access } from '../access/access.ts';
import { openSession, root } from '../access/testing.ts';
import { httpBench } from './testing.ts';

type Lose = (access: Access, token: { id: string }) => Promise<unknown>;

const host = '127.0.0.1:7070';

/** Reads a stream that ends only when it is told to. */
async function reading(credential: 'session' | 'token') {
  let began: () => void = () => {};
  const open = new Promise<void>((resolve) => {
    began = resolve;
  });
  const bench = await httpBench({
    async *events(_, { signal }) {
      began();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  });
  const session = await openSession(bench.access, 'ann', 'operator');
  const made = await bench.access.tokens.create(
    { name: 'watcher', permissions: [], roles: ['operator'], lifeMs: null },
    session.principal,
  );
  const authorization = `Bearer ${credential === 'session' ? session.access.token : made.text}`;
  const answer = bench.server.app.inject({ method: 'GET', url: '/api/v1/events', headers: { host, authorization } });
  await open;
  return { ...bench, answer, token: made.row };
}

describe('a stream ends at once when its reader', () => {
  it.each<['session' | 'token', string, Lose]>([
    ['session', 'is signed out', (access) => access.users.signOut('ann', root)],
    ['session', 'is disabled', (access) => access.users.change('ann', { disabled: true }, root)],
    ['session', 'is removed', (access) => access.users.remove('ann', root)],
    ['token', 'loses the token', (access, { id }) => access.tokens.revoke(id, { ...root, name: 'ann' })],
    ['token', 'is disabled', (access) => access.users.change('ann', { disabled: true }, root)],
  ])('by %s %s', async (credential, _, lose) => {
    const { access, answer, token } = await reading(credential);
    await lose(access, token);
    expect((await answer).statusCode).toBe(200);
  });

  it('loses the permission, and not for what others lose', async () => {
    const { access, answer } = await reading('session');
    let ended = false;
    void answer.then(() => {
      ended = true;
    });
    await access.users.add({ name: 'bob', roles: ['viewer'] }, root);
    await access.users.remove('bob', root);
    await access.users.change('ann', { roles: ['reviewer'] }, root);
    expect(ended).toBe(false);
    await access.roles.set({ name: 'nothing', description: '', permissions: ['asr:view_files'] }, root);
    await access.users.change('ann', { roles: ['nothing'] }, root);
    expect((await answer).statusCode).toBe(200);
  });
});
