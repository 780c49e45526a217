import { ApiError } from '@seaworthy/api/caller';
import { QueryObserver } from '@tanstack/react-query';
import { expect, it, onTestFinished } from 'vitest';
import { createQueries, refresh } from './queries.ts';

function testQueries() {
  let timesSignedOut = 0;
  const queries = createQueries({ onSignedOut: () => (timesSignedOut += 1) });
  const reads: string[] = [];
  const watch = async (name: string, key: unknown[] = [name, {}]) => {
    const queryFn = async () => reads.push(name);
    onTestFinished(new QueryObserver(queries, { queryKey: key, queryFn }).subscribe(() => {}));
    await queries.fetchQuery({ queryKey: key, queryFn });
  };
  onTestFinished(() => queries.clear());
  return { queries, reads, watch, timesSignedOut: () => timesSignedOut };
}

it('reads anew what is on the topic, whatever it was asked with, and nothing else', async () => {
  const { queries, reads, watch } = testQueries();
  await watch('silences', ['silences', { query: { state: 'active' } }]);
  await watch('users');
  await watch('prometheus', ['prometheus', '/query', {}]);
  reads.length = 0;
  refresh(queries, ['silences']);
  await expect.poll(() => reads).toEqual(['silences']);
  refresh(queries, ['traces']);
  expect(queries.isFetching()).toBe(0);
});

it('reads everything anew after the stream was broken', async () => {
  const { queries, reads, watch } = testQueries();
  for (const name of ['silences', 'users', 'status']) await watch(name);
  reads.length = 0;
  refresh(queries, 'all');
  await expect.poll(() => reads.toSorted()).toEqual(['silences', 'status', 'users']);
});

it('tells once that the session is over, and does not ask again', async () => {
  const { queries, timesSignedOut } = testQueries();
  const over = new ApiError(401, 'unauthenticated', 'Sign in.', '', '', []);
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return Promise.reject(over);
  };
  const observer = new QueryObserver(queries, { queryKey: ['users', {}], queryFn });
  onTestFinished(observer.subscribe(() => {}));
  await expect.poll(timesSignedOut).toBe(1);
  expect(asked).toBe(1);
});
