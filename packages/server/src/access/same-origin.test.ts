import { describe, expect, it } from 'vitest';
import { isForeignPage, mayChangeByCookie } from './same-origin.ts';

const host = '127.0.0.1:7070';
const request = (over: object) => ({ method: 'POST', host, origin: undefined, secFetchSite: undefined, ...over });

describe('a change that a cookie signs', () => {
  it.each([
    ['our own page, by Fetch Metadata', { secFetchSite: 'same-origin' }, true],
    ['our own page, by Origin alone', { origin: 'http://127.0.0.1:7070' }, true],
    ['a read', { method: 'GET', secFetchSite: 'cross-site' }, true],
    ['another site', { secFetchSite: 'cross-site', origin: 'http://127.0.0.1:7070' }, false],
    ['another port of the same host', { secFetchSite: 'same-site' }, false],
    ['a typed address', { secFetchSite: 'none' }, false],
    ['another origin', { origin: 'http://127.0.0.1:8080' }, false],
    ['an opaque origin', { origin: 'null' }, false],
    ['a request that names no origin at all', {}, false],
    ['a request without a host', { origin: 'http://127.0.0.1:7070', host: undefined }, false],
  ])('from %s', (_, over, expected) => {
    expect(mayChangeByCookie(request(over))).toBe(expected);
  });
});

describe('a sign-in', () => {
  it.each([
    ['a program', {}, false],
    ['our own page', { secFetchSite: 'same-origin', origin: 'http://127.0.0.1:7070' }, false],
    ["another site's page", { secFetchSite: 'cross-site' }, true],
    ["another origin's page in an old browser", { origin: 'https://evil.example' }, true],
  ])('from %s', (_, over, expected) => {
    expect(isForeignPage(request(over))).toBe(expected);
  });
});
