import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '@seaworthy/api';
import { fetch } from 'undici';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { listPids } from './platform/process-identity.ts';
import type { AtEnd } from './platform/testing.ts';
import { atEndOfGroup } from './platform/testing.ts';
import type { Installation, RunningServer } from './testing.ts';
import { installation, pidsOf } from './testing.ts';

const patience = { timeout: 90_000, interval: 50 };
const [password, certificateKey, given] = [
  'zq-Geheim-71f0-PASSWORD',
  'zq-Geheim-55aa-KEYFILE',
  'zq-Geheim-90cc-BY-ENV',
];
const corpus = [password, certificateKey, given].flatMap((value) => [
  value,
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('hex'),
  createHash('sha256').update(value).digest('hex'),
]);

const injecting = (page: string) =>
  page.replace(
    '  stopTimeout',
    '  inject:\n    - {from: db-password, env: DB_PASSWORD, maxAge: 30d}\n    - {from: tls-key, file: tls.key, env: TLS_KEY}\n  stopTimeout',
  );

async function lastDeployment({ client }: RunningServer, version: string) {
  return vi.waitFor(async () => {
    const { lastDeployment } = await client.call('status', {});
    if (lastDeployment?.version !== version || lastDeployment.endedAt === null)
      throw new Error(`${version} has not ended`);
    return lastDeployment;
  }, patience);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function environOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Ended meanwhile, or another user's.
    return '';
  }
}

const found = (text: string) => corpus.filter((word) => text.includes(word));

async function everyAnswer(server: RunningServer): Promise<string> {
  const headers = { authorization: `Bearer ${server.token}` };
  const paths = Object.values(routes)
    .filter(({ method, path }) => method === 'GET' && !path.includes('{') && !/events|stream/.test(path))
    .map(({ path }) => path);
  const texts = [...paths, '/metrics', '/health/detailed', '/prometheus/api/v1/status/config'].map(async (path) => {
    return (await fetch(server.record.url + path, { headers })).text();
  });
  return (await Promise.all(texts)).join('\n');
}

async function deployed(atEnd: AtEnd): Promise<{ home: Installation; server: RunningServer }> {
  const home = await installation(atEnd);
  home.configure(injecting);
  const server = await home.start(['--on-start', 'adopt']);
  await server.client.call(
    'setSecret',
    { params: { name: 'db-password' }, body: { value: password } },
    { idempotencyKey: 'a' },
  );
  await server.client.call('setSecret', { params: { name: 'tls-key' }, body: { value: certificateKey } });
  const body = { version: '1.0.0', source: `${home.folder}/service`, env: { GIVEN: given } };
  await server.client.call('deploy', { body });
  expect(await lastDeployment(server, '1.0.0')).toMatchObject({ outcome: 'completed', reason: null });
  return { home, server };
}

describe('secrets of a real service', () => {
  const atEnd = atEndOfGroup();
  let home: Installation;
  let server: RunningServer;
  beforeAll(async () => {
    ({ home, server } = await deployed(atEnd));
  });

  it('stand nowhere but in the environment and the private files of its own processes', async () => {
    const [instance] = (await server.client.call('instances', {})).items;
    const environ = environOf(instance?.pid ?? 0);
    const file = /(?:^|\0)TLS_KEY=([^\0]*)/.exec(environ)?.[1] ?? '';
    expect(environ).toContain(`DB_PASSWORD=${password}\0`);
    expect(environ).toContain(`GIVEN=${given}\0`);
    expect(readFileSync(file, 'utf8')).toBe(certificateKey);
    expect(file.startsWith(join(home.stateDir, 'run', 'secrets'))).toBe(true);
    expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);

    await server.client.call('rotateKeys', {});
    const places = filesUnder(home.stateDir).filter((path) => path !== file);
    expect(places.length).toBeGreaterThan(10);
    expect(places.filter((path) => found(readFileSync(path, 'latin1')).length > 0)).toEqual([]);
    expect(found(await everyAnswer(server))).toEqual([]);
    const commands = listPids().map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      } catch {
        return '';
      }
    });
    expect(found(commands.join('\n'))).toEqual([]);
    const others = pidsOf(home.stateDir).filter((pid) => pid !== instance?.pid);
    expect(others.filter((pid) => found(environOf(pid)).length > 0)).toEqual([]);
  });

  it('come again, as they are then, when an instance has died or the control plane was killed', async () => {
    const pidNow = async (of: RunningServer) => (await of.client.call('instances', {})).items[0]?.pid ?? 0;
    const before = await pidNow(server);
    server.kill('SIGKILL');
    await server.ended;
    server = await home.start(['--on-start', 'adopt']);
    expect(await pidNow(server)).toBe(before);
    await server.client.call('setSecret', { params: { name: 'db-password' }, body: { value: 'another-one' } });
    process.kill(before, 'SIGKILL');
    await expect.poll(async () => environOf(await pidNow(server)), patience).toContain('DB_PASSWORD=another-one\0');
    expect(environOf(await pidNow(server))).toContain(`GIVEN=${given}\0`);
  });

  it('are listed by name, version and age; the file is gone when the instance is', async () => {
    const { items } = await server.client.call('secrets', {});
    expect(items).toMatchObject([
      { name: 'db-password', version: 2, state: 'set', maxAgeSeconds: 2_592_000, usedBy: ['env DB_PASSWORD'] },
      { name: 'tls-key', version: 1, state: 'set', maxAgeSeconds: null, usedBy: ['file tls.key'] },
    ]);
    await expect(server.client.call('deleteSecret', { params: { name: 'tls-key' }, query: {} })).rejects.toMatchObject({
      code: 'secret_in_use',
    });
    await server.client.call('stop', {});
    await server.ended;
    expect(readdirSync(join(home.stateDir, 'run', 'secrets'))).toEqual([]);
  });
});

describe('secrets of a release that does not come up', () => {
  const atEnd = atEndOfGroup();
  let home: Installation;
  let server: RunningServer;
  beforeAll(async () => {
    home = await installation(atEnd);
    writeFileSync(
      join(home.folder, 'service', 'tell.js'),
      'console.log("I got", process.env.DB_PASSWORD); process.exit(1)',
    );
    home.configure((page) =>
      injecting(page).replace('  settle: 0s', '  settle: 0s\n  validation: [{command: [node, tell.js]}]'),
    );
    server = await home.start(['--on-start', 'adopt']);
  });

  it('that are missing fail the preparation, and a dry run too, with what to do', async () => {
    const body = { version: '1.0.0', source: `${home.folder}/service` };
    const tried = await server.client.call('deploy', { body: { ...body, dryRun: true } });
    const message = 'There is no secret db-password. Set it: `seaworthy secrets set db-password`';
    expect(tried).toMatchObject({ outcome: 'failed', reason: { message: expect.stringContaining(message) } });
    await server.client.call('deploy', { body });
    expect(await lastDeployment(server, '1.0.0')).toMatchObject({
      outcome: 'failed',
      failedPhase: 'preparation',
      reason: { code: 'secret_unavailable', message: expect.stringContaining(message) },
    });
  });

  it('are masked in what commands of the release print', async () => {
    for (const name of ['db-password', 'tls-key']) {
      await server.client.call('setSecret', { params: { name }, body: { value: password } });
    }
    await server.client.call('deploy', { body: { version: '1.1.0', source: `${home.folder}/service` } });
    const ended = await lastDeployment(server, '1.1.0');
    expect(ended).toMatchObject({ outcome: 'failed', failedPhase: 'validation' });
    expect(JSON.stringify(ended)).toContain('I got ***');
  });
});
