import { describe, expect, it } from 'vitest';
import { createIdempotency } from './idempotency.ts';
import { accessBench } from './testing.ts';

const request = { key: 'local k1', content: 'POST /deployments {"version":"2"}' };

async function bench() {
  const { database, clock } = await accessBench();
  let runs = 0;
  const work = async () => ({ status: 202, body: `run ${++runs}` });
  return { database, clock, work, runs: () => runs, idempotency: createIdempotency(database, clock) };
}

describe('an idempotency key', () => {
  it('carries the same request out once, also when it is repeated at the same time', async () => {
    const { idempotency, work, runs } = await bench();
    const answers = await Promise.all([1, 2, 3].map(() => idempotency.once(request, work)));
    expect(answers.map(({ body }) => body)).toEqual(['run 1', 'run 1', 'run 1']);
    expect(runs()).toBe(1);
  });

  it('answers from what was stored after a restart', async () => {
    const { database, clock, idempotency, work } = await bench();
    await idempotency.once(request, work);
    expect(await createIdempotency(database, clock).once(request, work)).toEqual({ status: 202, body: 'run 1' });
  });

  it('is refused with another request', async () => {
    const { idempotency, work } = await bench();
    await idempotency.once(request, work);
    const other = idempotency.once({ ...request, content: 'POST /deployments {"version":"3"}' }, work);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });

  it("is one caller's own", async () => {
    const { idempotency, work } = await bench();
    await idempotency.once(request, work);
    expect(await idempotency.once({ ...request, key: 'another k1' }, work)).toMatchObject({ body: 'run 2' });
  });

  it('is free again when the work was refused', async () => {
    const { idempotency, work } = await bench();
    await expect(idempotency.once(request, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await idempotency.once(request, work)).toMatchObject({ body: 'run 1' });
  });

  it('carries out again what the server died under', async () => {
    const { database, clock, idempotency, work } = await bench();
    const died = new Promise<never>(() => {});
    void idempotency.once(request, () => died);
    await expect.poll(() => database.selectFrom('idempotency_keys').selectAll().execute()).toHaveLength(1);
    expect(await createIdempotency(database, clock).once(request, work)).toMatchObject({ body: 'run 1' });
  });

  it('is forgotten after a day', async () => {
    const { clock, idempotency, work } = await bench();
    await idempotency.once(request, work);
    await clock.advance(24 * 3_600_000);
    expect(await idempotency.once(request, work)).toMatchObject({ body: 'run 2' });
  });
});
