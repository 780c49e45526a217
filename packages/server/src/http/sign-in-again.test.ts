import type { signInFailureCodes } from '@seaworthy/api';
import { expect, it } from 'vitest';
import type { OidcPolicy } from '../access/oidc/oidc-policy.ts';
import { testProvider } from '../access/oidc/testing.ts';
import { root } from '../access/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const browser = { 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*' };
const generous = { lockout: { freeTries: 5, firstWaitMs: 1_000, longestWaitMs: 900_000 }, changesPerMinute: 300 };

async function bench(over: Partial<OidcPolicy> = {}, signInsPerMinute = 1_000) {
  const clock = virtualClock();
  const provider = await testProvider(clock.now, over);
  const policy = { ...generous, signInsPerMinute, secondFactorFor: [] };
  const http = await httpBench({}, {}, { clock, policy, oidc: provider.policy });
  const get = (url: string, headers: Record<string, string> = browser, cookie = '') =>
    http.server.app.inject({ method: 'GET', url, headers: { host, ...headers, cookie } });
  const begin = async () => {
    const answer = await get('/api/v1/oidc/start');
    const flow = answer.cookies.find(({ name }) => name === 'seaworthy_oidc')?.value;
    return { back: await provider.authorize(String(answer.headers.location)), cookie: `seaworthy_oidc=${flow}` };
  };
  const come = async ({ back, cookie }: { back: URL; cookie?: string }) =>
    String((await get(`${back.pathname}${back.search}`, browser, cookie)).headers.location);
  return { ...http, clock, provider, get, begin, come, signIn: async () => come(await begin()) };
}

const again = (code: (typeof signInFailureCodes)[number]) => `/sign-in?failed=${code}`;

it('brings a browser back with the code of what failed, and never with what the provider said', async () => {
  const { begin, come, events } = await bench();
  const begun = await begin();
  begun.back.searchParams.set('error', 'access_denied');
  begun.back.searchParams.set('error_description', 'Ann is on leave');
  expect(await come(begun)).toBe(again('provider_refused'));
  expect(events).toContainEqual(
    expect.objectContaining({
      action: 'session.sign_in',
      result: 'failure',
      reason: expect.stringContaining('access_denied'),
    }),
  );
});

it('tells whoever is no browser by JSON, as ever', async () => {
  const { get } = await bench();
  const callback = '/api/v1/oidc/callback?code=c&state=s';
  for (const headers of [{}, { accept: 'application/json' }, { 'sec-fetch-mode': 'cors', accept: 'text/html' }]) {
    const answer = await get(callback, headers);
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'unauthenticated']);
  }
  expect((await get(callback, { accept: 'text/html' })).statusCode).toBe(303);
});

it('knows a beginning elsewhere, a late end and a second one apart', async () => {
  const { begin, come, clock } = await bench();
  const begun = await begin();
  expect(await come({ back: begun.back })).toBe(again('not_begun_here'));
  expect(await come(begun)).toBe('/');
  expect(await come(begun)).toBe(again('used_before'));
  const late = await begin();
  await clock.advance(600_000);
  expect(await come(late)).toBe(again('too_late'));
});

it('knows who may not come in, and why', async () => {
  const { signIn, provider, access } = await bench();
  provider.person = { sub: 'u-1', preferred_username: 'ann', groups: [] };
  expect(await signIn()).toBe(again('no_role'));
  provider.person = { sub: 'u-1', preferred_username: 'local', groups: ['ops'] };
  expect(await signIn()).toBe(again('no_name'));
  provider.person = { sub: 'u-1', preferred_username: 'ann', groups: ['ops'] };
  expect(await signIn()).toBe('/');
  provider.person = { ...provider.person, sub: 'u-2' };
  expect(await signIn()).toBe(again('name_taken'));
  provider.person = { ...provider.person, sub: 'u-1' };
  await access.users.change('ann', { disabled: true }, root);
  expect(await signIn()).toBe(again('user_disabled'));
  const mail = await bench({ userClaim: 'email' });
  mail.provider.person = { sub: 'u-1', email: 'ann@example.com', groups: ['ops'] };
  expect(await mail.signIn()).toBe(again('email_not_verified'));
  expect(await (await bench({ createsUsers: false })).signIn()).toBe(again('unknown_user'));
});

it('knows a provider that is away, one that proves nothing, and none at all', async () => {
  const { signIn, provider, get } = await bench();
  provider.mischief = { token: () => 'ey.ey.ey' };
  expect(await signIn()).toBe(again('not_proven'));
  const away = await bench();
  away.provider.mischief = { discovery: { issuer: 'https://evil.example' } };
  expect((await away.get('/api/v1/oidc/start')).headers.location).toBe(again('provider_unavailable'));
  expect((await get('/api/v1/oidc/callback?code=1&code=2')).headers.location).toBe(again('not_proven'));
  const without = await httpBench();
  const answer = await without.server.app.inject({ url: '/api/v1/oidc/start', headers: { host, ...browser } });
  expect(answer.headers.location).toBe(again('no_provider'));
});

it('slows a browser down by a page too, and answers no name that is not ours', async () => {
  const { get } = await bench({}, 1);
  await get('/api/v1/oidc/start');
  const answer = await get('/api/v1/oidc/start');
  expect([answer.statusCode, answer.headers.location]).toEqual([303, again('rate_limited')]);
  const elsewhere = await get('/api/v1/oidc/callback', { ...browser, host: 'evil.example' });
  expect([elsewhere.statusCode, elsewhere.headers.location]).toEqual([403, undefined]);
});

it('says only that it failed when it is ours, and leaves the rest to the log', async () => {
  const { begin, come, database } = await bench();
  const begun = await begin();
  await database.schema.dropTable('oidc_identities').execute();
  expect(await come(begun)).toBe(again('failed'));
});
