import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createResilience, createTracing } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { DueNotification } from '../store/visit-log.ts';
import { createWebhookChannel } from './webhook-channel.ts';
import { HOOK_REST_MS, webhookPolicy } from './webhook-policy.ts';

const DUE: DueNotification = { id: 1, eventId: 'e', type: 'no_faces', severity: 'info', message: 'somebody' };
const TIMEOUT_MS = 5_000;

/** A hook that answers with what `answer` says, or not at all, and a channel to it in virtual time. */
async function house(answer: () => number | undefined) {
  const hook = { asked: 0 };
  const server = createServer((request, response) => {
    hook.asked += 1;
    request.resume();
    const status = answer();
    if (status !== undefined) response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = virtualClock();
  const resilience = createResilience({ clock });
  const hurry = new AbortController();
  const channel = createWebhookChannel({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    policy: webhookPolicy(resilience, TIMEOUT_MS),
    tracing: createTracing({ service: 'test' }),
    hurry: hurry.signal,
  });
  const send = () =>
    channel.send(DUE).then(
      () => 'told',
      (error: Error) => error.name,
    );
  /** Lets time pass until it is decided. */
  const decided = async (sending: Promise<string>, stepMs = 100) => {
    let outcome: string | undefined;
    void sending.then((settled) => {
      outcome = settled;
    });
    const passTime = async () => {
      if (outcome === undefined) await clock.advance(stepMs);
      return outcome;
    };
    await expect.poll(passTime, { interval: 20, timeout: 5_000 }).toBeDefined();
    return outcome;
  };
  return {
    hook,
    clock,
    send,
    decided,
    hurry,
    circuits: () => resilience.circuits()['notifications/webhook'],
  };
}

it('asks a hook again that was unavailable, up to three times', async () => {
  const answers = [503, 500, 204];
  const { send, decided, hook } = await house(() => answers.shift());
  const sent = send();
  expect([await decided(sent), hook.asked]).toEqual(['told', 3]);
});

it('does not ask again what was refused', async () => {
  const { send, hook } = await house(() => 404);
  expect([await send(), hook.asked]).toEqual(['HttpStatusError', 1]);
});

it('waits for a hook that hangs so long and no longer', async () => {
  const { send, decided } = await house(() => undefined);
  expect(await decided(send(), 1_000)).toBe('ResilienceError');
});

it('lets a hook rest that keeps failing, and puts off what is due meanwhile', async () => {
  let status = 500;
  const { send, decided, clock, hook, circuits } = await house(() => status);
  expect([await decided(send()), hook.asked]).toEqual(['HttpStatusError', 3]);
  expect([await decided(send()), circuits(), hook.asked]).toEqual(['DeliveryPutOff', 'open', 5]);
  expect([await send(), hook.asked]).toEqual(['DeliveryPutOff', 5]);
  status = 200;
  await clock.advance(HOOK_REST_MS);
  expect([await send(), circuits(), hook.asked]).toEqual(['told', 'closed', 6]);
});

it('does not flood a hook: of many at once only so many go out, the rest in their turn or later', async () => {
  const { send, hook, clock } = await house(() => 200);
  const sent = Array.from({ length: 100 }, send);
  await expect.poll(() => hook.asked).toBe(50);
  await clock.advance(1_000);
  const outcomes = await Promise.all(sent);
  expect(outcomes.filter((outcome) => outcome === 'told')).toHaveLength(70);
  expect(outcomes.filter((outcome) => outcome === 'DeliveryPutOff')).toHaveLength(30);
});

it('waits for nothing any more when the service stops, and puts the notification off', async () => {
  const { send, hook, hurry } = await house(() => undefined);
  const sent = send();
  await expect.poll(() => hook.asked).toBe(1);
  hurry.abort();
  expect(await sent).toBe('DeliveryPutOff');
});
