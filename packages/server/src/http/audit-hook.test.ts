import type { Route } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import type { ZodObject, ZodType } from 'zod';
import { Failure } from '../platform/failure.ts';
import { namedFields, secretFields, toldFields } from './audit-data.ts';
import type { AuditPort } from './audit-port.ts';
import { auditedByGet, readsByPost } from './audited-routes.ts';
import type { HttpServerOptions } from './server.ts';
import { auditInto, httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const table: Readonly<Record<string, Route>> = routes;

const faces: Pick<HttpServerOptions, 'prometheus' | 'alertmanager' | 'otlp'> = {
  prometheus: async () => ({ status: 200, body: ['{}'], finished: () => {} }),
  alertmanager: async () => ({ status: 200, body: {} }),
  otlp: {
    handle: async () => ({ status: 200, contentType: 'application/json', body: Buffer.from('{}') }),
    refuse: (status) => ({ status, contentType: 'application/json', body: Buffer.from('{}') }),
  },
};

async function bench(over: Partial<HttpServerOptions> = {}) {
  const made = await httpBench({}, { ...faces, ...over });
  const ask = (method: string, url: string, more: object = {}) =>
    made.server.app.inject({
      method: method as 'POST',
      url: url.replace(/:\w+/g, 'x').replace('/*', '/x'),
      headers: { host, authorization: made.authorization },
      ...more,
    });
  return { ...made, ask };
}

describe('every route', () => {
  it('that may change something writes one entry, whoever serves it; a new one cannot forget it', async () => {
    const { server, ask, entries } = await bench();
    await server.app.ready();
    const changing = server.served.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    expect(changing.length).toBeGreaterThan(20);
    const without: string[] = [];
    for (const { method, url } of changing) {
      entries.length = 0;
      await ask(method, url, { payload: {} });
      if (entries.length !== 1) without.push(`${method} ${url}`);
    }
    const posted = Object.keys(readsByPost).flatMap((name) => {
      const route = table[name];
      if (route !== undefined) return [`${route.method} ${route.path}`];
      return name.startsWith('/prometheus')
        ? ['DELETE', 'POST', 'PUT'].map((method) => `${method} ${name}`)
        : [`POST ${name}`];
    });
    expect(without.sort()).toEqual(posted.sort());
  });

  it('of the table is recorded by its name, also when it is refused', async () => {
    const { ask, entries } = await bench();
    const audited = Object.entries(table).filter(([name, { method }]) =>
      method === 'GET' ? Object.hasOwn(auditedByGet, name) : !Object.hasOwn(readsByPost, name),
    );
    for (const [name, { method, path }] of audited) {
      entries.length = 0;
      await ask(method, path.replace(/\{\w+\}/g, 'x'), method === 'GET' ? {} : { payload: {} });
      expect([name, entries.map(({ action }) => action)]).toEqual([name, [name]]);
      entries.length = 0;
      await ask(method, path.replace(/\{\w+\}/g, 'x'), { headers: { host, authorization: 'Bearer swt_x.y' } });
      expect([name, entries.map(({ action }) => action)]).toEqual([name, [name]]);
    }
  });

  it('has a decision for each field of its body and query: told, named only, or secret', () => {
    const undecided = Object.entries(table)
      .filter(([name, { method }]) => method !== 'GET' || Object.hasOwn(auditedByGet, name))
      .flatMap(([name, { body, query }]) =>
        [...fieldsOf(body), ...fieldsOf(query)]
          .filter((field) => ![toldFields, namedFields, secretFields].some((list) => list.has(field)))
          .map((field) => `${name}.${field}`),
      );
    expect(undecided).toEqual([]);
  });
});

function fieldsOf(schema: ZodType | undefined): string[] {
  return schema === undefined ? [] : Object.keys((schema as ZodObject).shape);
}

describe('an entry', () => {
  it('says who did what to what, from where, and with what result', async () => {
    const silence = {
      id: 's-1',
      matchers: [],
      startsAt: '2026-01-01T00:00:00.000Z',
      endsAt: '2026-01-01T00:00:00.000Z',
    };
    const { server, authorization, entries } = await httpBench({
      expireSilence: () =>
        ({ ...silence, state: 'expired', createdBy: 'ann', comment: '', updatedAt: silence.endsAt }) as never,
    });
    const headers = { host, authorization, 'x-request-id': 'r-7' };
    await server.app.inject({ method: 'DELETE', url: '/api/v1/silences/s-1', headers });
    expect(entries).toMatchObject([
      {
        ...{ type: 'data_modification', actor: 'local', action: 'expireSilence', resource: 'silences/s-1' },
        ...{ requestId: 'r-7', sourceAddress: '127.0.0.1' },
        data: { by: { via: 'token', credential: expect.any(String) } },
      },
    ]);
  });

  it('tells what was asked without secrets, and keeps it small', async () => {
    const { ask, entries } = await bench();
    const env = { DB_PASSWORD: 'hunter2-in-env', PLAIN: 'also-not-told' };
    await ask('POST', '/api/v1/deployments', {
      payload: { version: '2.0.0', env, unknown: 'typed-in-the-wrong-place' },
    });
    await ask('POST', '/api/v1/session', { payload: { name: 'ann', password: 'correct horse' } });
    await ask('POST', '/alertmanager/api/v2/alerts', {
      payload: Array.from({ length: 500 }, (_, at) => ({ labels: { alertname: `A${at}`, text: 'x'.repeat(1000) } })),
    });
    const text = JSON.stringify(entries);
    expect(text).toContain('2.0.0');
    expect(text).toContain('DB_PASSWORD');
    for (const secret of ['hunter2', 'also-not-told', 'wrong-place', 'correct horse'])
      expect(text).not.toContain(secret);
    expect(text.length).toBeLessThan(20_000);
  });

  it.each([
    [{ authorization: 'Bearer swt_x.y' }, 'refused', 'unauthenticated'],
    [{}, 'failure', 'unavailable'],
  ])('names the result and its reason', async (headers, result, code) => {
    const { ask, entries, authorization } = await bench();
    await ask('POST', '/api/v1/rollback', { headers: { host, authorization, ...headers }, payload: {} });
    expect(entries).toMatchObject([{ result, reason: expect.stringContaining(`${code}: `) }]);
  });

  it('says why somebody did it, when they said so', async () => {
    const { server, authorization, entries } = await httpBench({ pause: () => sampleDeployment() });
    const payload = { reason: 'support sees errors' };
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/rollout/pause',
      headers: { host, authorization },
      payload,
    });
    expect(entries).toMatchObject([{ action: 'pause', reason: 'support sees errors', data: { body: payload } }]);
  });

  it('of a refusal by the guard is a security event, also of a read; its repeats are counted in one', async () => {
    const { server, entries } = await bench();
    const url = '/api/v1/status';
    for (let count = 0; count < 50; count += 1) await server.app.inject({ method: 'GET', url, headers: { host } });
    expect(entries).toMatchObject([
      { type: 'security_event', actor: 'anonymous', action: `GET ${url}`, result: 'refused' },
    ]);
    await server.close();
    expect(entries).toMatchObject([{}, { action: 'requests.refused', data: { total: 49 } }]);
  });
});

class Unwritable extends Failure<'audit_unavailable'> {}
const unwritable = () => Promise.reject(new Unwritable('audit_unavailable', 'The disk is full.'));

describe('while nothing can be recorded', () => {
  const done: string[] = [];
  const handlers = {
    reloadConfig: () => void done.push('reload') as never,
    abort: () => void done.push('abort') as never,
  };
  async function unwritableBench(over: Partial<AuditPort>) {
    done.length = 0;
    const entries: never[] = [];
    const { server, authorization } = await httpBench(handlers, { audit: { ...auditInto(entries), ...over } });
    return (url: string) => server.app.inject({ method: 'POST', url, headers: { host, authorization } });
  }

  it('nothing is changed', async () => {
    const ask = await unwritableBench({ ensureWritable: unwritable, record: unwritable });
    const answer = await ask('/api/v1/config/reload');
    expect([answer.statusCode, answer.json().error.code, done]).toEqual([503, 'audit_unavailable', []]);
  });

  it('the way back to what worked stays open', async () => {
    const ask = await unwritableBench({ ensureWritable: unwritable, record: unwritable });
    await ask('/api/v1/rollout/abort');
    expect(done).toEqual(['abort']);
  });

  it('what was done a moment before is not acknowledged', async () => {
    const { server, authorization } = await httpBench(
      { version: () => ({ version: '1', node: '20' }), reloadConfig: () => ({ needsRestart: [] }) },
      { audit: { ...auditInto([]), record: unwritable } },
    );
    const headers = { host, authorization };
    const changed = await server.app.inject({ method: 'POST', url: '/api/v1/config/reload', headers });
    expect([changed.statusCode, changed.json().error.code]).toEqual([503, 'audit_unavailable']);
    const read = await server.app.inject({ method: 'GET', url: '/api/v1/version', headers });
    expect(read.statusCode).toBe(200);
  });
});
