import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { currentContext, withContext } from './context.ts';

describe('the context', () => {
  it('is empty outside, merged inside, and back as it was after', () => {
    expect(currentContext()).toEqual({});
    const seen = withContext({ correlationId: 'a', user: 1 }, () => {
      const inner = withContext({ user: 2, spanId: 's' }, () => currentContext());
      return [inner, currentContext()];
    });
    expect(seen).toEqual([
      { correlationId: 'a', user: 2, spanId: 's' },
      { correlationId: 'a', user: 1 },
    ]);
    expect(currentContext()).toEqual({});
  });

  it('follows awaits and timers, and is not seen by tasks beside it', async () => {
    const task = (id: number) =>
      withContext({ id }, async () => {
        await nextTurn();
        const byTimer = await new Promise((resolve) => setImmediate(() => resolve(currentContext()['id'])));
        return [id, byTimer, currentContext()['id']];
      });
    const results = await Promise.all(Array.from({ length: 50 }, (_, id) => task(id)));
    for (const [id, byTimer, after] of results) expect([byTimer, after]).toEqual([id, id]);
  });

  it('is restored when the work throws', () => {
    expect(() =>
      withContext({ a: 1 }, () => {
        throw new Error('x');
      }),
    ).toThrow('x');
    expect(currentContext()).toEqual({});
  });
});
