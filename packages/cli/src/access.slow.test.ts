import { expect, it } from 'vitest';
import { startControlPlane } from './control-plane/testing.ts';

it('lets somebody in from the command line to their own session, token and end, over a real server', async () => {
  const { cli, url } = await startControlPlane();
  const added = await cli(['users', 'add', 'ann', '--role', 'operator']);
  const [link = ''] = added.out.split('\n');
  expect(link.startsWith(`${url}/sign-in#swc_`)).toBe(true);

  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: object, method = 'POST', headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1${path}`, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const signedIn = await post('/session', { code: new URL(link).hash.slice(1) });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const own = { cookie, 'sec-fetch-site': 'same-origin' };
  expect((await post('/account/password', { password: 'short' }, 'PUT', own)).status).toBe(422);
  const password = 'a quiet harbour at dusk';
  expect((await post('/account/password', { password }, 'PUT', own)).status).toBe(200);
  const again = await post('/session', { name: 'ann', password, deliver: 'body' });
  const { tokens } = (await again.json()) as { tokens: { access: string } };

  const asAnn = { SEAWORTHY_TOKEN: tokens.access };
  const made = await cli(['tokens', 'create', 'ci', '--permission', 'deployments:read', 'account:use'], asAnn);
  const asCi = { SEAWORTHY_TOKEN: made.out.trim() };
  expect((await cli(['deployments'], asCi)).exit).toBe(0);
  expect(await cli(['pause'], asCi)).toMatchObject({ exit: 4, err: expect.stringContaining('deployments:write') });
  expect(await cli(['users', 'add', 'eve', '--role', 'admin'], asAnn)).toMatchObject({ exit: 4 });
  expect((await cli(['users'])).out).toMatch(/ann +operator +enabled +password/);

  expect(await cli(['users', 'disable', 'local'])).toMatchObject({
    exit: 4,
    err: expect.stringContaining('last administrator'),
  });
  expect((await cli(['users', 'disable', 'ann'])).exit).toBe(0);
  expect(await cli(['deployments'], asCi)).toMatchObject({ exit: 4 });
  expect((await post('/session', { name: 'ann', password })).status).toBe(401);

  expect((await cli(['roles', 'add', 'subtitler', '-p', 'asr:process_files'])).exit).toBe(0);
  expect((await cli(['roles'])).out).toContain('subtitler');
  expect((await cli(['roles', 'remove', 'subtitler'])).exit).toBe(0);
  expect((await cli(['users', 'remove', 'ann'])).exit).toBe(0);
});
