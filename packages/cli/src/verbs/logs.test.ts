import { sampleLine } from '@seaworthy/api/testing';
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

it('prints a line with its time, instance, level and fields', async () => {
  const plane = await testControlPlane();
  const { out } = await runVerb(['logs'], plane);
  expect(out).toBe('10:00:00.000 doorbell-green-1 info  listening  port=40002\n');
});

it('follows across broken streams, keeps to the level, and ends by Ctrl-C', async () => {
  const host = testHost();
  const plane = await testControlPlane({
    logs: () => ({ items: [line('tail')] }),
    followLogs: streams([line('one'), line('two', 'error')], [line('three', 'error')]),
  });
  const followed = runVerb(['logs', '-f', '--level', 'error'], plane, host);
  await vi.waitFor(() => expect(host.out()).toContain('three'));
  host.interrupt();
  const { exit, out } = await followed;
  expect(exit).toBe(0);
  expect(out.match(/tail|one|two|three/g)).toEqual(['tail', 'two', 'three']);
});

it('grows one array with --json', async () => {
  const host = testHost();
  const plane = await testControlPlane({ followLogs: streams([line('one')]) });
  const followed = runVerb(['logs', '-f', '--json'], plane, host);
  await vi.waitFor(() => expect(host.out()).toContain('one'));
  host.interrupt();
  const { out } = await followed;
  expect(JSON.parse(out).map(({ message }: { message: string }) => message)).toEqual(['listening', 'one']);
});
