import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { secretTexts } from '../redaction/testing.ts';
import { createHealth } from './health.ts';

it('no secret of the corpus stands on a page about the health', async () => {
  const health = createHealth({
    cacheMs: 60_000,
    info: () => ({ last: secretTexts.slice(0, 50).map(({ text }) => text) }),
  });
  for (const [index, { text }] of secretTexts.entries()) {
    health.register(`check-${index}`, () => {
      if (index % 2 === 0) throw new Error(text);
      return { status: 'unhealthy', message: text, details: { note: text, deep: { notes: [text] } } };
    });
  }
  const answer = health.handler();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (const page of ['/health', '/status', '/readiness']) {
    const body = await (await fetch(`http://127.0.0.1:${port}${page}`)).text();
    const leaks = secretTexts.filter(({ secrets }) => secrets.some((secret) => body.includes(secret)));
    expect(leaks.map(({ what }) => what)).toEqual([]);
  }
});
