import { expect, it } from 'vitest';
import { scoreAccuracy } from './score.ts';

const at = (value: number) => Float32Array.of(value);

it('counts wrong decisions of both kinds, and a face that was not found again as wrong', () => {
  const faces = [
    { picture: 'a', enrolled: at(0), returns: [at(0.1), undefined, at(1)] },
    { picture: 'a', enrolled: at(0.2), returns: [at(0.2)] },
    { picture: 'b', enrolled: at(0.2), returns: [] },
  ];
  expect(scoreAccuracy(faces, 0.45)).toEqual({
    percent: 40,
    samePairs: 4,
    sameRefused: 2,
    otherPairs: 1,
    otherAccepted: 1,
  });
});

it('has no score without a pair', () => {
  expect(scoreAccuracy([], 0.45)).toBeUndefined();
  expect(scoreAccuracy([{ picture: 'a', enrolled: at(0), returns: [] }], 0.45)).toBeUndefined();
});
