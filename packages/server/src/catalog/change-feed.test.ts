import type { ChangeTopic } from '@seaworthy/api';
import { createMetrics } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import { startChangeFeed } from './change-feed.ts';
import { topicsOfEntry } from './change-topics.ts';

function testFeed(o: { isWatched?: boolean } = {}) {
  const clock = virtualClock();
  const metrics = createMetrics();
  const lines = metrics.counter({ name: 'seaworthy_logs_records_total', help: 'Log records that were stored.' });
  const told: ChangeTopic[] = [];
  const feed = startChangeFeed({
    publish: (topic) => told.push(topic),
    isWatched: () => o.isWatched ?? true,
    ...{ metrics, clock },
  });
  onTestFinished(() => feed.stop());
  return { clock, lines, told, feed };
}

it('tells the first change at once, and those of the next second together', async () => {
  const { clock, feed, told } = testFeed();
  for (let entry = 0; entry < 10; entry += 1) feed.tell(['audit']);
  expect(told).toEqual(['audit']);
  await clock.advance(1000);
  expect(told).toEqual(['audit', 'audit']);
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
});

it('keeps the topics apart', () => {
  const { feed, told } = testFeed();
  feed.tell(['audit', 'silences']);
  feed.tell(['access']);
  expect(told).toEqual(['audit', 'silences', 'access']);
});

it('tells of new log lines every other second at most, while somebody listens', async () => {
  const { clock, lines, told } = testFeed();
  lines.inc();
  await clock.advance(10_000);
  expect(told).toEqual([]);
  for (let second = 0; second < 10; second += 1) {
    lines.inc();
    await clock.advance(1000);
  }
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThan(7);
  expect(new Set(told)).toEqual(new Set(['logs']));
});

it('does not look at what changes all the time when nobody listens', async () => {
  const { clock, lines, told } = testFeed({ isWatched: false });
  for (let second = 0; second < 10; second += 1) {
    lines.inc();
    await clock.advance(1000);
  }
  expect(told).toEqual([]);
});

it('tells nothing after it has stopped', async () => {
  const { clock, feed, told } = testFeed();
  feed.tell(['audit']);
  feed.tell(['audit']);
  feed.stop();
  await clock.advance(5000);
  feed.tell(['audit']);
  expect(told).toEqual(['audit']);
});

it.each([
  ['createSilence', 'success', ['audit', 'silences', 'alerts', 'notifications']],
  ['createSilence', 'failure', ['audit']],
  ['alertmanager.delete', 'success', ['audit', 'silences', 'alerts']],
  ['setSecret', 'success', ['audit', 'secrets']],
  ['addUser', 'success', ['audit', 'access']],
  ['signIn', 'success', ['audit', 'access']],
  ['session.lock_out', 'failure', ['audit', 'access']],
  ['approval.request', 'success', ['audit', 'approvals']],
  ['approve', 'success', ['audit', 'approvals']],
  ['receiver.fail', 'failure', ['audit', 'notifications']],
  ['deploy', 'success', ['audit']],
  ['something.new', 'success', ['audit']],
] as const)('%s with %s is about %s', (action, result, topics) => {
  expect(topicsOfEntry({ action, result })).toEqual(topics);
});
