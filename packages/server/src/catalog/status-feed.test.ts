import type { ServiceStatus } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { createStatusFeed } from './status-feed.ts';

function bench() {
  let [health, uptimeSeconds, reads, isWatched] = ['healthy', 0, 0, true];
  const published: string[] = [];
  const errors: unknown[] = [];
  const feed = createStatusFeed({
    async read() {
      reads += 1;
      uptimeSeconds += 1;
      if (health === 'broken') throw new Error('no database');
      return { health, uptimeSeconds } as ServiceStatus;
    },
    publish: (status) => void published.push(status.health),
    isWatched: () => isWatched,
    onError: (error) => void errors.push(error),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    feed,
    published,
    errors,
    settled,
    reads: () => reads,
    become: (now: string) => {
      health = now;
    },
    watch: (watched: boolean) => {
      isWatched = watched;
    },
  };
}

describe('the status feed', () => {
  it('publishes what has changed, and nothing for the passing of time', async () => {
    const { feed, published, settled, become } = bench();
    for (const health of ['healthy', 'healthy', 'degraded']) {
      become(health);
      feed.changed();
      await settled();
    }
    expect(published).toEqual(['healthy', 'degraded']);
  });

  it('reads once for changes that come together', async () => {
    const { feed, settled, reads } = bench();
    for (let changes = 0; changes < 10; changes++) feed.changed();
    await settled();
    expect(reads()).toBe(2);
  });

  it('tells a new listener what is, changed or not', async () => {
    const { feed, published, settled } = bench();
    feed.changed();
    await settled();
    feed.tellAnew();
    await settled();
    expect(published).toEqual(['healthy', 'healthy']);
  });

  it('does not read while nobody listens', async () => {
    const { feed, settled, reads, watch } = bench();
    watch(false);
    feed.changed();
    await settled();
    expect(reads()).toBe(0);
  });

  it('goes on after a read that failed', async () => {
    const { feed, published, errors, settled, become } = bench();
    become('broken');
    feed.changed();
    await settled();
    become('healthy');
    feed.changed();
    await settled();
    expect([errors.length, published]).toEqual([1, ['healthy']]);
  });
});
