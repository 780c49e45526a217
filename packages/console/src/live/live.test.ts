import type { LiveEvent } from '@seaworthy/api';
import type { Handlers } from '@seaworthy/api/testing';
import { Refusal, sampleDeployment, sampleStatus, sampleTime, sampleTraffic, startStub } from '@seaworthy/api/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createConsoleClient } from '../data/client.ts';
import type { Topic } from '../data/topics.ts';
import { createLive } from './live.ts';
import type { LiveState } from './live-state.ts';

const trafficEvent = (id: number): LiveEvent => {
  const time = new Date(Date.parse(sampleTime) + id * 1000).toISOString();
  return { id, time, type: 'traffic', traffic: sampleTraffic({ time }) };
};

/** Streams one event with each connection, counted on; the first `breaks` of them end at once. */
function plane(breaks: number): Handlers {
  let connections = 0;
  return {
    status: () => sampleStatus(),
    async *events({ signal }) {
      connections += 1;
      yield trafficEvent(connections);
      if (connections > breaks) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
}

async function testLive(handlers: Handlers, o: { isSignedIn?: boolean } = {}) {
  const stub = await startStub(handlers);
  const authorization = o.isSignedIn === false ? {} : { authorization: `Bearer ${stub.token}` };
  const client = createConsoleClient(stub.url, (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...authorization } }),
  );
  const waits: number[] = [];
  const news: (readonly Topic[] | 'all')[] = [];
  const live = createLive(client, {
    now: () => 1000,
    wait: async (ms) => void waits.push(ms),
    onNews: (topics) => news.push(topics),
  });
  const leave = new AbortController();
  const states: LiveState['link']['state'][] = [];
  live.subscribe(() => states.push(live.read().link.state));
  const running = live.run(leave.signal);
  onTestFinished(async () => {
    leave.abort();
    await running;
    await stub.close();
  });
  return { stub, live, waits, states, news, running };
}

it('reads the status, then follows the stream', async () => {
  const { live } = await testLive(plane(0));
  await vi.waitFor(() => expect(live.read().traffic).toHaveLength(1));
  expect(live.read()).toMatchObject({ link: { state: 'live' }, status: { service: 'doorbell' } });
});

it('falls behind when the stream ends, waits longer each time, and resumes where it was', async () => {
  const { live, stub, waits, states } = await testLive(plane(3));
  await vi.waitFor(() => expect(live.read().traffic).toHaveLength(4));
  expect(waits).toEqual([500, 1000, 2000]);
  expect(states).toContain('behind');
  expect(live.read().link.state).toBe('live');
  const resumed = stub.requests.filter(({ name }) => name === 'events').map(({ headers }) => headers['last-event-id']);
  expect(resumed).toEqual([undefined, '1', '2', '3']);
});

it('tells of what else changed, and after a break that anything may have', async () => {
  const { news } = await testLive({
    ...plane(0),
    async *events({ headers, signal }) {
      if (headers['last-event-id'] === undefined) {
        yield { id: 1, time: sampleTime, type: 'changed', topic: 'silences' };
        const deployment = sampleDeployment();
        yield { id: 2, time: sampleTime, type: 'deployment', deployment: { ...deployment, id: 'd-9999' } };
        return;
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  await vi.waitFor(() => expect(news).toContain('all'));
  expect(news).toEqual([['silences'], ['deployments'], 'all']);
});

it('says when what is shown was last true', async () => {
  const { live } = await testLive({
    ...plane(0),
    events: () => {
      throw new Refusal('unavailable');
    },
  });
  await vi.waitFor(() => expect(live.read().link.state).toBe('behind'));
  expect(live.read()).toMatchObject({ link: { lastSeenMs: 1000 }, status: { service: 'doorbell' } });
});

it('ends when nobody is signed in, and forgets what it showed', async () => {
  const { live, running } = await testLive(plane(0), { isSignedIn: false });
  await running;
  expect(live.read()).toMatchObject({ link: { state: 'signed_out' }, status: undefined });
});
