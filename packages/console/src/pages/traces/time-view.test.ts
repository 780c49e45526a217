import { expect, it } from 'vitest';
import { placeIn, ticksOf, within, zoomed } from './time-view.ts';

it('places a span in what is shown of the trace', () => {
  const view = { startMs: 100, endMs: 200 };
  expect(placeIn(view, 125, 50)).toEqual({ left: 0.25, width: 0.5, isOut: false });
  expect(placeIn(view, 0, 150)).toEqual({ left: 0, width: 0.5, isOut: false });
  expect(placeIn(view, 0, 50)).toMatchObject({ width: 0, isOut: true });
  expect(placeIn(view, 250, 50)).toMatchObject({ width: 0, isOut: true });
  // A span that took no time is a place, too.
  expect(placeIn(view, 150, 0)).toEqual({ left: 0.5, width: 0, isOut: false });
});

it('zooms around a place, and stays within the trace', () => {
  expect(zoomed({ startMs: 0, endMs: 100 }, 0.5, 100)).toEqual({ startMs: 25, endMs: 75 });
  expect(zoomed({ startMs: 0, endMs: 100 }, 0.5, 100, 0)).toEqual({ startMs: 0, endMs: 50 });
  expect(zoomed({ startMs: 25, endMs: 75 }, 4, 100)).toEqual({ startMs: 0, endMs: 100 });
  expect(within({ startMs: 80, endMs: 130 }, 100)).toEqual({ startMs: 50, endMs: 100 });
});

it('rules the time at round moments', () => {
  expect(ticksOf({ startMs: 0, endMs: 120.5 }, 5)).toEqual([0, 50, 100]);
  expect(ticksOf({ startMs: 0, endMs: 100 }, 5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(ticksOf({ startMs: 12, endMs: 13 }, 4)).toEqual([12, 12.5, 13]);
});
