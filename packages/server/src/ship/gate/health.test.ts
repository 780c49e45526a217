import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { askHealth, awaitHealthy, judgeHealth } from './health.ts';

describe('an answer of the health path', () => {
  it.each([
    [200, '{"status":"healthy"}', 'pass'],
    [200, '{"status":"degraded"}', 'fail'],
    [200, '{"status":"unhealthy"}', 'fail'],
    [200, '{"status":"unknown"}', 'fail'],
    [200, '{"status":"OK"}', 'pass'],
    [200, '{"status":"UP","groups":[]}', 'pass'],
    [200, '{"status":"starting"}', 'fail'],
    [200, '{"status":200}', 'pass'],
    [200, '{"uptime":5}', 'pass'],
    [200, '["status"]', 'pass'],
    [200, 'I am fine', 'pass'],
    [200, '', 'pass'],
    [204, '', 'fail'],
    [301, '', 'fail'],
    [404, 'Not Found', 'fail'],
    [503, '{"status":"healthy"}', 'fail'],
  ])('%i %s: %s', (status, body, verdict) => {
    expect(judgeHealth({ status, body }).verdict).toBe(verdict);
  });
});

async function serve(answer: () => [number, string] | undefined): Promise<{ host: string; port: number }> {
  const server = createServer((_request, response) => {
    const given = answer();
    if (given !== undefined) response.writeHead(given[0]).end(given[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const rules = { path: '/health', intervalMs: 10, timeoutMs: 500, deadlineMs: 150 };
const signal = new AbortController().signal;

describe('the health gate', () => {
  it('passes as soon as all are healthy', async () => {
    let asked = 0;
    const slow = await serve(() => [++asked < 4 ? 503 : 200, '']);
    const fast = await serve(() => [200, '']);
    const verdict = await awaitHealthy([fast, slow], { ...rules, deadlineMs: 5_000 }, { clock: systemClock, signal });
    expect(verdict).toMatchObject({ verdict: 'pass', reason: '2 of 2 healthy at /health' });
    expect(asked).toBe(4);
  });

  it('fails at the deadline with what was seen last', async () => {
    const sick = await serve(() => [503, 'the database is away']);
    const well = await serve(() => [200, '']);
    expect(await awaitHealthy([well, sick], rules, { clock: systemClock, signal })).toEqual({
      verdict: 'fail',
      reason: '1 of 2 healthy after 0.2 s: answered 503, 200 is needed',
      detail: 'the database is away',
    });
  });

  it('ends at once when it is called off, also while it waits for an answer', async () => {
    const silent = await serve(() => undefined);
    const calling = new AbortController();
    const waiting = awaitHealthy(
      [silent],
      { ...rules, timeoutMs: 60_000 },
      { clock: systemClock, signal: calling.signal },
    );
    calling.abort(new Error('called off'));
    await expect(waiting).rejects.toThrow('called off');
  });

  it.each([
    ['does not answer', () => serve(() => undefined), 'GET /health: no answer within 50 ms'],
    ['is not there', async () => ({ host: '127.0.0.1', port: 1 }), 'GET /health: nothing listens there'],
  ])('says why one %s', async (_what, place, reason) => {
    const verdict = await askHealth(await place(), { path: '/health', timeoutMs: 50 });
    expect(verdict).toMatchObject({ verdict: 'fail', reason: expect.stringContaining(reason) });
  });
});
