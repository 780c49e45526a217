import { sampleLine, sampleLines } from '@seaworthy/api/testing';
import { expect, it, vi } from 'vitest';
import { gone, runVerb, testControlPlane, testHost } from '../testing.ts';

const line = (message: string, level = 'info') => sampleLine({ message, level, fields: {} });

/** A stream that breaks after each of its parts; each connection gets the next one. */
function streams(...parts: ReturnType<typeof line>[][]) {
  let connections = 0;
  return async function* ({ signal }: { signal: AbortSignal }) {
    const part = parts[connections++];
    if (part) yield* part;
    else await gone(signal);
  };
}

it('asks for what was wanted', async () => {
  const plane = await testControlPlane();
  await runVerb(['logs', '--grep', 'a b', '--level', 'warn', '--instance', 'i-1', '--limit', '7'], plane);
  expect(plane.requests[0]?.query).toEqual({ grep: 'a b', level: 'warn', instance: 'i-1', limit: 7 });
});

it('asks by time, field, trace and expression', async () => {
  const plane = await testControlPlane();
  const trace = 'ab'.repeat(16);
  const times = ['--since', '15m', '--until', '2030-01-01T12:00:00Z'];
  await runVerb(
    ['logs', ...times, '--field', 'status>=500', '--field', 'name=two words', '--trace', trace, '--regex', 'a+'],
    plane,
  );
  expect(plane.requests[0]?.query).toEqual({
    ...{ limit: 200, since: '15m', until: '2030-01-01T12:00:00Z', trace, regex: 'a+' },
    q: 'status>=500 name="two words"',
  });
});

it('says when the search took too long, and how to go on', async () => {
  const plane = await testControlPlane({
    logs: () => ({ ...sampleLines(line('one')), cut: 'time', nextCursor: 'newest.1.2.3' }),
  });
  expect((await runVerb(['logs'], plane)).out).toContain('go on with --cursor newest.1.2.3');
});

it('prints a line with its time, instance, level and fields', async () => {
  const plane = await testControlPlane();
  const { out } = await runVerb(['logs'], plane);
  expect(out).toBe('10:00:00.000 doorbell-green-1 info  listening  port=40002\n');
});

it('follows across broken streams from where they broke, and ends by Ctrl-C', async () => {
  const host = testHost();
  const plane = await testControlPlane({
    logs: () => sampleLines(line('tail')),
    followLogs: streams([line('one'), line('two')], [line('three')]),
  });
  const followed = runVerb(['logs', '-f', '--level', 'error'], plane, host);
  await vi.waitFor(() => expect(host.out()).toContain('three'), { timeout: 30_000 });
  host.interrupt();
  const { exit, out } = await followed;
  expect(exit).toBe(0);
  expect(out.match(/tail|one|two|three/g)).toEqual(['tail', 'one', 'two', 'three']);
  const streamed = plane.requests.filter(({ name }) => name === 'followLogs');
  expect(streamed[0]).toMatchObject({ query: { level: 'error' }, headers: { 'last-event-id': '1.2000' } });
});

it('grows one array with --json', async () => {
  const host = testHost();
  const plane = await testControlPlane({ followLogs: streams([line('one')]) });
  const followed = runVerb(['logs', '-f', '--json'], plane, host);
  await vi.waitFor(() => expect(host.out()).toContain('one'), { timeout: 30_000 });
  host.interrupt();
  const { out } = await followed;
  expect(JSON.parse(out).map(({ message }: { message: string }) => message)).toEqual(['listening', 'one']);
});
