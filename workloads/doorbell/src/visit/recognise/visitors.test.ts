import { expect, it } from 'vitest';
import type { FaceStatus } from './match.ts';
import type { MatchedFace } from './visitors.ts';
import { visitorsOf } from './visitors.ts';

function face(frame: number, at: number, status: FaceStatus = 'unknown', distance = 0.6): MatchedFace {
  const box = { x: 0, y: 0, width: 60, height: 60 };
  return { frame, status, person: null, confidence: 0, distance, box, encoding: Float32Array.of(at) };
}

it('takes like faces of different frames for one visitor, of whom the most telling sighting counts', () => {
  const visitors = visitorsOf([face(0, 0), face(1, 0.1, 'known', 0.4), face(2, 0.2, 'blacklisted', 0.44)], 0.45);
  expect(visitors).toMatchObject([{ frame: 2, status: 'blacklisted' }]);
});

it('never takes two faces of one frame for one visitor, however alike', () => {
  expect(visitorsOf([face(0, 0), face(0, 0.01)], 0.45)).toHaveLength(2);
});

it('keeps different faces apart', () => {
  expect(visitorsOf([face(0, 0), face(1, 5), face(2, 10)], 0.45)).toHaveLength(3);
});

it('prefers the nearer of two sightings that say the same', () => {
  expect(visitorsOf([face(0, 0, 'known', 0.4), face(1, 0, 'known', 0.2)], 0.45)).toMatchObject([{ frame: 1 }]);
});
