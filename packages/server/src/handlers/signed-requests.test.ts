import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleDeployment } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { builtInRoles } from '../access/roles.ts';
import { signatureHeader } from '../access/signed-requests.ts';
import { httpBench } from '../http/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import { createAccessHandlers } from './access.ts';

const host = '127.0.0.1:7070';
const run = promisify(execFile);
const all = { name: 'local', permissions: builtInRoles.find(({ name }) => name === 'admin')?.permissions ?? new Set() };

async function bench(clock = virtualClock()) {
  const deployed: string[] = [];
  const http = await httpBench(
    ({ access }) => ({
      ...createAccessHandlers({ access }),
      deploy({ body }, { caller }) {
        deployed.push(`${body.version} by ${caller.name}`);
        return sampleDeployment({ version: body.version });
      },
      rollback: () => sampleDeployment(),
      version: () => ({ version: '1', node: '20' }),
    }),
    {},
    { clock },
  );
  const wish = { name: 'ci', permissions: ['deployments:write'], roles: [], lifeMs: 86_400_000 };
  const { row } = await http.access.tokens.create(wish, all);
  const key = await http.access.signatures.keyOf(row.id, all);
  const seconds = () => String(Math.floor(clock.now() / 1000));
  let nonces = 0;
  const path = '/api/v1/deployments';
  const plain = () => ({
    method: 'POST',
    path,
    body: '{"version":"1.4.0"}',
    time: seconds(),
    nonce: `nonce-000${++nonces}`,
  });
  type Signed = ReturnType<typeof plain>;
  const sign = (over: Partial<Signed> = {}, by = { id: row.id, key }) => signatureHeader(by, { ...plain(), ...over });
  const send = async (header: string, over: { url?: string; payload?: string; method?: 'POST' | 'GET' } = {}) => {
    const { payload = '{"version":"1.4.0"}', url = path, method = 'POST' } = over;
    const type = payload === '' ? {} : { 'content-type': 'application/json' };
    const headers = { host, 'seaworthy-signature': header, ...type };
    const answer = await http.server.app.inject({ method, url, headers, ...(payload === '' ? {} : { payload }) });
    return { status: answer.statusCode, message: answer.statusCode < 400 ? '' : answer.json().error.message };
  };
  return { ...http, clock, deployed, id: row.id, key, sign, send };
}

describe('a signed request', () => {
  it('is made in the name of the owner of the key, once', async () => {
    const { sign, send, deployed, events } = await bench();
    const header = sign();
    expect((await send(header)).status).toBe(202);
    expect(await send(header)).toEqual({ status: 401, message: 'The signature was used before.' });
    expect(deployed).toEqual(['1.4.0 by local']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'security_event', action: 'request.replay' }));
  });

  it.each<[string, { url?: string; payload?: string }]>([
    ['body', { payload: '{"version":"6.6.6"}' }],
    ['body, which is gone', { payload: '' }],
    ['path', { url: '/api/v1/rollback' }],
    ['query', { url: '/api/v1/deployments?force=1' }],
  ])('counts for no other %s', async (_, other) => {
    const { sign, send, deployed } = await bench();
    expect((await send(sign(), other)).status).toBe(401);
    expect(deployed).toEqual([]);
  });

  it('counts without a body too', async () => {
    const { sign, send } = await bench();
    expect(
      (await send(sign({ body: '', path: '/api/v1/rollback' }), { url: '/api/v1/rollback', payload: '' })).status,
    ).toBe(202);
  });

  it('counts for five minutes around its time', async () => {
    const { sign, send, clock } = await bench();
    await clock.advance(3_600_000);
    const at = (ms: number) => sign({ time: String(Math.floor((clock.now() + ms) / 1000)) });
    expect((await send(at(-300_000))).status).toBe(202);
    expect((await send(at(300_000))).status).toBe(202);
    expect((await send(at(-301_000))).message).toContain('too old');
    expect((await send(at(301_000))).message).toContain('too old');
    const early = at(290_000);
    expect((await send(early)).status).toBe(202);
    await clock.advance(580_000);
    expect((await send(early)).message).toContain('used before');
  });

  it('from before the last start is refused: nobody knows whether it was here', async () => {
    const clock = virtualClock();
    const { sign, send } = await bench(clock);
    expect((await send(sign({ time: String(Math.floor(clock.now() / 1000) - 1) }))).message).toContain('too old');
  });

  it('is refused with another key, another token, or in another form', async () => {
    const { sign, send, id, key, deployed } = await bench();
    expect((await send(sign({}, { id, key: '00'.repeat(32) }))).message).toBe('The signature is not right.');
    expect((await send(sign({}, { id: 'f'.repeat(16), key }))).message).toBe('The signature is not right.');
    for (const header of ['', 'key=1', `${sign()}, v1=00`, sign().replace('v1=', 'v2='), sign().toUpperCase()]) {
      expect((await send(header)).status).toBe(401);
    }
    expect(deployed).toEqual([]);
  });

  it('ends with its token, and may no more than it', async () => {
    const { sign, send, access, id, clock } = await bench();
    expect(
      (
        await send(sign({ method: 'GET', body: '', path: '/api/v1/version' }), {
          method: 'GET',
          url: '/api/v1/version',
          payload: '',
        })
      ).status,
    ).toBe(401);
    await access.tokens.revoke(id, all);
    expect((await send(sign())).status).toBe(401);
    const other = await bench(clock);
    await clock.advance(86_400_000);
    expect((await other.send(other.sign())).status).toBe(401);
  });
});

describe('the key of a token', () => {
  it('is for its owner alone, and never more than they came with', async () => {
    const { server, authorization, access, id, key } = await bench();
    const ask = async (bearer: string) => {
      const url = `/api/v1/tokens/${id}/signing-key`;
      return server.app.inject({ method: 'POST', url, headers: { host, authorization: bearer } });
    };
    expect((await ask(authorization)).json()).toEqual({ id, key });
    const narrow = await access.tokens.create(
      { name: 'n', permissions: ['tokens:write'], roles: [], lifeMs: null },
      all,
    );
    expect((await ask(`Bearer ${narrow.text}`)).statusCode).toBe(403);
    await access.users.add({ name: 'eve', roles: ['admin'] }, all);
    await expect(access.signatures.keyOf(id, { ...all, name: 'eve' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('is made by openssl and curl as the documentation tells', async () => {
  const { server, id, key, deployed } = await bench(virtualClock(Math.floor(Date.now() / 1000) * 1000));
  await server.listen();
  const address = server.app.server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/signed-requests.md'), 'utf8');
  const [, script = 'false'] = /```sh\n(.*?)```/s.exec(page) ?? [];
  const env = { PATH: process.env['PATH'], SEAWORTHY: `http://127.0.0.1:${port}`, KEY_ID: id, KEY: key };
  const { stdout } = await run('sh', ['-euc', script], { env });
  expect(JSON.parse(stdout)).toMatchObject({ version: '1.4.0' });
  expect(deployed).toEqual(['1.4.0 by local']);
});
