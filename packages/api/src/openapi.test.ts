import { expect, it } from 'vitest';
import { errorCodes, errors } from './errors.ts';
import { openApi } from './openapi.ts';
import type { Route } from './route.ts';
import { permissions } from './route.ts';
import { routes } from './routes.ts';
import { deploymentStates, recordStatus } from './vocabulary.ts';

const all = Object.entries(routes) as [string, Route][];

it('describes every route under its path and method', () => {
  const { paths } = openApi('1.2.3') as { paths: Record<string, Record<string, { operationId: string }>> };
  expect(all.map(([, route]) => paths[route.path]?.[route.method.toLowerCase()]?.operationId)).toEqual(
    all.map(([name]) => name),
  );
});

it('names a known permission for each route that needs one', () => {
  const open = all.filter(([, route]) => route.permission === null).map(([name]) => name);
  expect(open).toEqual(['signIn', 'refreshSession', 'signInOptions']);
  expect(all.every(([, route]) => route.permission === null || permissions.includes(route.permission))).toBe(true);
});

it('declares exactly the parameters that its paths hold', () => {
  const inPath = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  for (const [, route] of all) expect(Object.keys(route.params?.shape ?? {})).toEqual(inPath(route.path));
});

it('gives each error a sentence, a hint and an error status', () => {
  for (const code of errorCodes) {
    expect(errors[code].message).toMatch(/^[A-Z].*\.$/);
    expect(errors[code].hint).toMatch(/\.$/);
    expect(errors[code].status).toBeGreaterThanOrEqual(400);
  }
});

it('calls a deployment active only when it completed as a real one', () => {
  expect(recordStatus('completed', 'completed')).toBe('active');
  expect(recordStatus('completed', 'dry_run')).toBe('pending');
  const others = deploymentStates.filter((state) => state !== 'completed');
  for (const state of others) expect(recordStatus(state, 'completed')).not.toBe('active');
});
