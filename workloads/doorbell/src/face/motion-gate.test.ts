import { expect, it } from 'vitest';
import { changedShare, createMotionGate } from './motion-gate.ts';

const grid = (...values: number[]) => Uint8Array.from(values);

it('lets the first frame pass, then those that differ enough from the last that passed', () => {
  const gate = createMotionGate(0.5);
  expect(gate.admits(grid(0, 0, 0, 0))).toBe(true);
  expect(gate.admits(grid(200, 0, 0, 0))).toBe(false);
  expect(gate.admits(grid(200, 200, 0, 0))).toBe(true);
  expect(gate.admits(grid(200, 200, 0, 0))).toBe(false);
  expect(gate.largestChange()).toBe(0.5);
});

it('knows of no motion in a single frame', () => {
  const gate = createMotionGate(0.5);
  gate.admits(grid(1));
  expect(gate.largestChange()).toBeUndefined();
});

it('keeps every frame with a threshold of 0', () => {
  const gate = createMotionGate(0);
  expect([gate.admits(grid(7)), gate.admits(grid(7))]).toEqual([true, true]);
});

it('does not take noise for motion, and pictures of another size for wholly different', () => {
  expect(changedShare(grid(100, 100), grid(110, 95))).toBe(0);
  expect(changedShare(grid(1), grid(1, 1))).toBe(1);
});
