import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { describeSource } from './conformance.ts';
import { kubernetesSource } from './kubernetes.ts';
import { createSecretStore } from './secret-store.ts';
import type { Asked } from './testing.ts';
import { keeperServer, testKeys } from './testing.ts';
import type { VaultOptions } from './vault.ts';
import { vaultSource } from './vault.ts';

describeSource(
  'our own store',
  { known: { source: 'own', name: 'db-password' }, other: { source: 'own', name: 'api-key' } },
  async () => {
    const db = await testDatabase();
    const store = createSecretStore(db, await testKeys(db), { now: () => 0 });
    return {
      source: store,
      put: async ({ name }, value) => void (await store.set(name, value, 'ada')),
      remove: async ({ name }) => void (await store.delete(name)),
    };
  },
);

const vaultPlaces = {
  known: { source: 'vault', path: 'shop/api', key: 'db-password' },
  other: { source: 'vault', path: 'shop/other', key: 'api-key' },
} as const;

/** Speaks the parts of Vault's HTTP API that we use, as its documentation has them. */
async function vaultServer(change: Partial<VaultOptions> = {}) {
  const kept = new Map<string, Record<string, string>>();
  const tokens = new Set(['root']);
  const state = { signIns: 0, leaseSeconds: 100 };
  const answer = ({ method, path, headers, body }: Asked) => {
    if (path === '/v1/auth/approle/login' && method === 'POST') {
      const { role_id, secret_id } = body as Record<string, string>;
      if (role_id !== 'shop' || secret_id !== 'let me in')
        return { status: 400, body: { errors: ['invalid role or secret ID'] } };
      state.signIns += 1;
      tokens.add(`leased-${state.signIns}`);
      const auth = { client_token: `leased-${state.signIns}`, lease_duration: state.leaseSeconds, renewable: true };
      return { status: 200, body: { auth } };
    }
    if (!tokens.has(String(headers['x-vault-token']))) return { status: 403, body: { errors: ['permission denied'] } };
    const at = decodeURIComponent(path.replace('/v1/secret/data/', ''));
    const data = kept.get(at);
    if (data === undefined) return { status: 404, body: { errors: [] } };
    const metadata = { created_time: '2030-01-01T00:00:00.123456789Z', version: 1, destroyed: false };
    return { status: 200, body: { data: { data, metadata } } };
  };
  const server = await keeperServer(answer);
  const clock = virtualClock();
  const options: VaultOptions = {
    ...{ url: server.url, mount: 'secret', namespace: undefined, ca: undefined, timeoutMs: 2_000 },
    auth: { kind: 'token', token: 'root', tokenFile: undefined },
    ...change,
  };
  return { source: vaultSource(options, clock), kept, tokens, state, clock, server, options };
}

describeSource('Vault', vaultPlaces, async () => {
  const { source, kept } = await vaultServer();
  return {
    source,
    put: async ({ path, key }, value) => void kept.set(path, { [key]: value }),
    remove: async ({ path }) => void kept.delete(path),
  };
});

describe('Vault', () => {
  const approle = { kind: 'approle', mount: 'approle', roleId: 'shop', secretIdFile: undefined } as const;

  it('is signed in to by AppRole, once for a lease, and anew before that ends or when it was revoked', async () => {
    const { source, kept, tokens, state, clock } = await vaultServer({ auth: { ...approle, secretId: 'let me in' } });
    kept.set('shop/api', { 'db-password': 'hush' });
    const read = async () => (await source.resolve(vaultPlaces.known)).value;
    expect([await read(), await read(), state.signIns]).toEqual(['hush', 'hush', 1]);
    await clock.advance(81_000);
    expect([await read(), state.signIns]).toEqual(['hush', 2]);
    tokens.clear();
    expect([await read(), state.signIns]).toEqual(['hush', 3]);
  });

  it('says that the sign-in was refused, without the secret id', async () => {
    const { source } = await vaultServer({ auth: { ...approle, secretId: 'not this one' } });
    const error: unknown = await source.resolve(vaultPlaces.known).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secret_source_refused', message: expect.stringContaining('AppRole') });
    expect(String(error) + JSON.stringify(error)).not.toContain('not this one');
  });

  it('gets the token of a file as it is now, and the namespace', async () => {
    const tokenFile = join(await testFolder(), 'token');
    const auth = { kind: 'token', token: undefined, tokenFile } as const;
    const { source, kept, server } = await vaultServer({ auth, namespace: 'team-a' });
    kept.set('shop/api', { 'db-password': 'hush' });
    await expect(source.resolve(vaultPlaces.known)).rejects.toMatchObject({
      code: 'secret_source_refused',
      message: expect.stringContaining(`${tokenFile}: ENOENT`),
    });
    writeFileSync(tokenFile, 'old\n');
    await expect(source.resolve(vaultPlaces.known)).rejects.toMatchObject({ code: 'secret_source_refused' });
    writeFileSync(tokenFile, 'root\n');
    const { changedAt } = await source.resolve(vaultPlaces.known);
    expect(changedAt).toBe(Date.parse('2030-01-01T00:00:00.123Z'));
    expect(server.asked.at(-1)?.headers['x-vault-namespace']).toBe('team-a');
  });

  it('that is away is told so, as something that may pass', async () => {
    const { source, server } = await vaultServer();
    await server.close();
    await expect(source.resolve(vaultPlaces.known)).rejects.toMatchObject({
      code: 'secret_source_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
      retryable: true,
    });
  });

  it('that keeps silent is not waited for without end', async () => {
    const { url } = await keeperServer(() => undefined);
    const { options, clock } = await vaultServer();
    const source = vaultSource({ ...options, url, timeoutMs: 50 }, clock);
    await expect(source.resolve(vaultPlaces.known)).rejects.toMatchObject({
      code: 'secret_source_unreachable',
      message: expect.stringContaining('no answer within 0.05 s'),
    });
  });

  it.each([
    [503, { errors: ['Vault is sealed'] }, 'secret_source_answer', true],
    [200, { data: { password: 'version one of the engine' } }, 'secret_source_answer', false],
    [200, undefined, 'secret_source_answer', false],
  ])('answers HTTP %s: %j is %s', async (status, body, code, retryable) => {
    const { url } = await keeperServer(() => ({ status, body }));
    const { options, clock } = await vaultServer();
    await expect(vaultSource({ ...options, url }, clock).resolve(vaultPlaces.known)).rejects.toMatchObject({
      code,
      retryable,
    });
  });
});

const clusterPlaces = {
  known: { source: 'kubernetes', namespace: undefined, name: 'shop-tls', key: 'tls.key' },
  other: { source: 'kubernetes', namespace: 'team-b', name: 'api', key: 'token' },
} as const;

/** Speaks as the API server of Kubernetes does of secrets. */
async function apiServer() {
  const kept = new Map<string, Record<string, string>>();
  const server = await keeperServer(({ path, headers }) => {
    const status = (code: number, reason: string) => ({
      status: code,
      body: { kind: 'Status', status: 'Failure', reason, code },
    });
    if (headers.authorization !== 'Bearer pod') return status(401, 'Unauthorized');
    const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(path) ?? [];
    if (namespace === 'forbidden') return status(403, 'Forbidden');
    const data = kept.get(`${namespace}/${name}`);
    if (data === undefined) return status(404, 'NotFound');
    return {
      status: 200,
      body: { kind: 'Secret', apiVersion: 'v1', metadata: { name, namespace }, type: 'Opaque', data },
    };
  });
  const tokenFile = join(await testFolder(), 'token');
  writeFileSync(tokenFile, 'pod\n');
  const source = kubernetesSource({ url: server.url, namespace: 'team-a', tokenFile, ca: undefined, timeoutMs: 2_000 });
  return { source, kept, tokenFile };
}

describeSource('Kubernetes', clusterPlaces, async () => {
  const { source, kept } = await apiServer();
  const place = ({ namespace = 'team-a', name }: { namespace: string | undefined; name: string }) =>
    `${namespace}/${name}`;
  return {
    source,
    put: async (to, value) => void kept.set(place(to), { [to.key]: Buffer.from(value).toString('base64') }),
    remove: async (from) => void kept.delete(place(from)),
  };
});

describe('Kubernetes', () => {
  it('says when the service account may not read it, and when its token is none', async () => {
    const { source, tokenFile } = await apiServer();
    const secret = { ...clusterPlaces.known, namespace: 'forbidden' };
    await expect(source.resolve(secret)).rejects.toMatchObject({
      code: 'secret_source_refused',
      hint: expect.stringContaining('Role'),
    });
    writeFileSync(tokenFile, 'somebody else');
    await expect(source.resolve(clusterPlaces.known)).rejects.toMatchObject({ code: 'secret_source_refused' });
  });

  it('says which key a secret lacks', async () => {
    const { source, kept } = await apiServer();
    kept.set('team-a/shop-tls', { 'tls.crt': 'AAAA' });
    await expect(source.resolve(clusterPlaces.known)).rejects.toMatchObject({
      code: 'secret_missing',
      message: 'The secret team-a/shop-tls has no key tls.key.',
    });
  });
});
