import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { run } from './run.ts';
import { processHost } from './terminal/host.ts';
import { testHost } from './testing.ts';

const main = fileURLToPath(import.meta.resolve('@seaworthy/server/main'));
const loader = fileURLToPath(import.meta.resolve('tsx'));
const page = (port: number) =>
  `service: plain\nruntime: {command: [node, server.js]}\ntraffic: {listen: ${port}}\nserver: {onStart: adopt, proxy: {workers: 1}}\n`;

const real = processHost({});

/** A control plane as a real process, and the command line against it. */
async function controlPlane() {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-access-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const stateDir = join(folder, 'state');
  mkdirSync(join(folder, 'service'));
  writeFileSync(join(folder, 'seaworthy.yaml'), page(20_000 + (process.pid % 20_000)));
  const args = ['--conditions=source', '--import', loader, main, '--state-dir', stateDir, '--port', '0'];
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  const ended = once(child, 'exit');
  const cli = async (argv: string[], variables: Record<string, string> = {}) => {
    const host = testHost({ env: variables, sleep: real.sleep, every: real.every, now: real.now, newId: real.newId });
    const exit = await run([...argv, '--state-dir', stateDir], host);
    return { exit, out: host.out(), err: host.err() };
  };
  onTestFinished(async () => {
    await cli(['down']);
    child.kill('SIGKILL');
    await ended;
  });
  const record = () => JSON.parse(readFileSync(join(stateDir, 'run', 'server.json'), 'utf8')) as { url: string };
  await vi.waitFor(() => record(), { timeout: 30_000, interval: 50 }).catch(() => expect.fail(told));
  return { cli, url: record().url };
}

it('lets somebody in from the command line to their own session, token and end, over a real server', async () => {
  const { cli, url } = await controlPlane();
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
}, 90_000);
