import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Press } from '../press/press.ts';
import type { FaceStatus } from '../recognise/match.ts';
import { decide } from './decide.ts';

const PRESS: Press = {
  eventId: 'e',
  source: { kind: 'http', name: 'test' },
  occurredAtMs: 0,
  startedMonotonicMs: 0,
  context: {},
  traceId: 't',
  picture: undefined,
};

const FRAMES = [Uint8Array.of(0), Uint8Array.of(1)];

function seen(statuses: readonly FaceStatus[], frame = 0) {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const faces = statuses.map((status) => ({ status, person: null, confidence: 0, distance: null, box, frame }));
  return { press: PRESS, frames: FRAMES, faces, motion: undefined };
}

it('lets any blacklisted face beat any unknown one, and that the known, in any order', () => {
  const status = fc.constantFrom<FaceStatus>('known', 'unknown', 'blacklisted');
  fc.assert(
    fc.property(fc.array(status, { minLength: 1 }), (statuses) => {
      const { outcome } = decide(seen(statuses));
      if (statuses.includes('blacklisted')) expect(outcome).toBe('blacklist_alert');
      else if (statuses.includes('unknown')) expect(outcome).toBe('unknown_person');
      else expect(outcome).toBe('known_person');
    }),
  );
});

it('says why', () => {
  expect(decide(seen(['known', 'blacklisted'])).reason).toBe('1 of 2 faces on the blacklist');
  expect(decide(seen(['unknown'])).reason).toBe('1 of 1 face unknown');
});

it('knows a picture without faces, and no picture at all', () => {
  expect(decide(seen([]))).toMatchObject({ outcome: 'no_faces', picture: FRAMES[0] });
  const unseen = decide({ press: PRESS, failure: 'the camera is away' });
  expect(unseen).toMatchObject({ outcome: 'capture_failure', reason: 'the camera is away', picture: undefined });
});

it('keeps the frame in which the first face was seen', () => {
  expect(decide(seen(['unknown'], 1)).picture).toBe(FRAMES[1]);
});
