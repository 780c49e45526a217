import { expect, it } from 'vitest';
import { firstDelayMs, timestampOf } from './offset.ts';

const noon = Date.UTC(2030, 0, 1, 12);

it('targets are spread over the interval', () => {
  const delays = Array.from({ length: 100 }, (_, index) => firstDelayMs(`target ${index}`, 15_000, noon));
  for (let slice = 0; slice < 5; slice++) {
    const inSlice = delays.filter((delay) => delay >= slice * 3_000 && delay < (slice + 1) * 3_000);
    expect(inSlice.length).toBeGreaterThan(8);
  }
});

it('a target keeps its times, whenever the control plane starts', () => {
  const phases = [0, 1, 4_999, 1_234_567].map(
    (later) => (noon + later + firstDelayMs('a', 5_000, noon + later)) % 5_000,
  );
  expect(new Set(phases).size).toBe(1);
});

it.each([
  [1_000, 1_000, 1_000],
  [1_002, 1_000, 1_000],
  [999, 1_000, 1_000],
  [1_003, 1_000, 1_003],
])('a scrape at %i that was planned for %i counts for %i', (now, planned, expected) => {
  expect(timestampOf(now, planned, 15_000)).toBe(expected);
});
