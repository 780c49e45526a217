import { sampleToken, sampleUser } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

describe('users', () => {
  it('shows who may sign in, and how they do it', async () => {
    const items = [
      sampleUser(),
      sampleUser({ name: 'bob', roles: ['viewer', 'reviewer'], hasPassword: false, lastSignInAt: null }),
      sampleUser({ name: 'carla@example.com', roles: ['admin'], hasSecondFactor: true, disabled: true }),
    ];
    const { out } = await runVerb(['users'], await testControlPlane({ users: () => ({ items, nextCursor: null }) }));
    expect(out).toMatchInlineSnapshot(`
      "NAME               ROLES            STATE     SIGNS IN BY                 LAST SIGN-IN
      ann                operator         enabled   password                    2 min 0 s ago
      bob                viewer reviewer  enabled   link                        never
      carla@example.com  admin            disabled  password and second factor  2 min 0 s ago
      "
    `);
  });

  it('prints the link for the first sign-in of whom it adds', async () => {
    const plane = await testControlPlane();
    const { out } = await runVerb(['users', 'add', 'ann', '--role', 'operator', 'reviewer'], plane);
    expect(out).toBe('http://127.0.0.1:7070/sign-in#swc_1\nIt signs in once, within 10 min 0 s.\n');
    expect(plane.requests[0]?.body).toEqual({ name: 'ann', roles: ['operator', 'reviewer'] });
  });

  it('gives nobody a role by default', async () => {
    const { exit, err } = await runVerb(['users', 'add', 'ann'], await testControlPlane());
    expect(exit).toBe(2);
    expect(err).toContain("required option '-r, --role <role...>' not specified");
  });
});

describe('tokens', () => {
  it('shows what programs come with', async () => {
    const items = [
      sampleToken({ expiresAt: '2026-03-02T12:02:00.000Z', lastUsedAt: '2026-03-01T10:00:00.000Z' }),
      sampleToken({
        id: 'f'.repeat(16),
        name: 'instances',
        user: null,
        permissions: ['telemetry:write'],
        expiresAt: null,
      }),
      sampleToken({ id: 'a'.repeat(16), name: 'all', permissions: ['a:a', 'b:b', 'c:c', 'd:d', 'e:e', 'f:f'] }),
    ];
    const { out } = await runVerb(['tokens'], await testControlPlane({ tokens: () => ({ items, nextCursor: null }) }));
    expect(out).toMatchInlineSnapshot(`
      "ID                NAME       OF   EXPIRES       USED           MAY
      0123456789abcdef  ci         ann  in 1 d 2 h    2 min 0 s ago  deployments:read deployments:write
      ffffffffffffffff  instances  -    never         never          telemetry:write
      aaaaaaaaaaaaaaaa  all        ann  in 89 d 23 h  never          a:a b:b c:c d:d and 2 more
      "
    `);
  });

  it('prints a new one alone, so that a script can take it, and sends it under no key that would keep it', async () => {
    const plane = await testControlPlane();
    const { out, err } = await runVerb(['tokens', 'create', 'ci', '-p', 'logs:read', '--life', '2w'], plane);
    expect(out).toBe('swt_1\n');
    expect(err).toContain('It is told once');
    const [sent] = plane.requests;
    expect(sent?.body).toEqual({ name: 'ci', roles: [], permissions: ['logs:read'], lifeMs: 14 * 86_400_000 });
    expect(sent?.headers).not.toHaveProperty('idempotency-key');
  });

  it('lives for ever only when that is said', async () => {
    const plane = await testControlPlane();
    await runVerb(['tokens', 'create', 'ci', '-r', 'viewer', '--life', 'never'], plane);
    expect(plane.requests[0]?.body).toMatchObject({ lifeMs: null });
    const { exit } = await runVerb(['tokens', 'create', 'ci'], plane);
    expect(exit).toBe(2);
  });
});
