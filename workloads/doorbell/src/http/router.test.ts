import { expect, it } from 'vitest';
import type { Route } from './exchange.ts';
import { findRoute } from './router.ts';

const route = (method: Route['method'], path: string): Route => ({ method, path, handle: () => undefined });
const ROUTES = [route('GET', '/people'), route('POST', '/people'), route('DELETE', '/people/:name')];

it('finds a route by method and path, with the values of its parameters', () => {
  expect(findRoute(ROUTES, 'POST', '/people').route).toBe(ROUTES[1]);
  expect(findRoute(ROUTES, 'DELETE', '/people/Ada%20L').params).toEqual({ name: 'Ada L' });
});

it('answers HEAD as GET', () => {
  expect(findRoute(ROUTES, 'HEAD', '/people').route).toBe(ROUTES[0]);
});

it('tells a wrong path from a wrong method', () => {
  expect(() => findRoute(ROUTES, 'GET', '/nowhere')).toThrow(expect.objectContaining({ code: 'not_found' }));
  const notAllowed = { code: 'method_not_allowed', headers: { allow: 'GET, POST' } };
  expect(() => findRoute(ROUTES, 'PUT', '/people')).toThrow(expect.objectContaining(notAllowed));
});

it('does not find anything behind a broken escape or an empty parameter', () => {
  for (const path of ['/people/%zz', '/people/']) {
    expect(() => findRoute(ROUTES, 'DELETE', path)).toThrow(expect.objectContaining({ code: 'not_found' }));
  }
});
