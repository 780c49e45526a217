import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GalleryEntry } from '../../gallery/gallery-entry.ts';
import { confidenceBucket, euclidean, matchFace } from './match.ts';

const TOLERANCES = { known: 0.45, blacklist: 0.4 };

const encoding = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .map((v) => Float32Array.from(v));
const entry: fc.Arbitrary<GalleryEntry> = fc.record({
  list: fc.constantFrom('known', 'blacklist'),
  person: fc.constantFrom('Ada', 'Bea', 'Cy'),
  encoding,
});

describe('matching', () => {
  it('never takes a face that is near enough to the blacklist for anybody else', () => {
    fc.assert(
      fc.property(encoding, fc.array(entry), entry, (face, gallery, foe) => {
        const near = { ...foe, list: 'blacklist' as const, encoding: face.map((value) => value + 0.01) };
        expect(matchFace(face, [...gallery, near], TOLERANCES).status).toBe('blacklisted');
      }),
    );
  });

  it('says known or blacklisted exactly when somebody of that list is nearer than its tolerance', () => {
    fc.assert(
      fc.property(encoding, fc.array(entry), (face, gallery) => {
        const isNear = (list: 'known' | 'blacklist'): boolean =>
          gallery.some((each) => each.list === list && euclidean(face, each.encoding) < TOLERANCES[list]);
        const expected = isNear('blacklist') ? 'blacklisted' : isNear('known') ? 'known' : 'unknown';
        const match = matchFace(face, gallery, TOLERANCES);
        expect(match.status).toBe(expected);
        expect(match.person === null).toBe(expected === 'unknown');
        expect(match.confidence).toBeGreaterThanOrEqual(0);
        expect(match.confidence).toBeLessThanOrEqual(1);
        if (expected !== 'unknown') expect(match.confidence).toBeGreaterThan(0.5);
      }),
    );
  });

  it('does not depend on the order of the gallery', () => {
    fc.assert(
      fc.property(encoding, fc.uniqueArray(entry, { selector: (each) => each.encoding.join() }), (face, gallery) => {
        const { status, distance } = matchFace(face, gallery, TOLERANCES);
        expect(matchFace(face, gallery.toReversed(), TOLERANCES)).toMatchObject({ status, distance });
      }),
    );
  });

  it('names nobody and no distance when nobody is enrolled', () => {
    const nobody = { status: 'unknown', person: null, confidence: 0, distance: null };
    expect(matchFace(new Float32Array(128), [], TOLERANCES)).toEqual(nobody);
  });
});

it.each([
  [1, 'high'],
  [0.9, 'high'],
  [0.8999, 'medium'],
  [0.7, 'medium'],
  [0.5, 'low'],
  [0.4999, 'very_low'],
])('confidence %d is %s', (value, bucket) => {
  expect(confidenceBucket(value)).toBe(bucket);
});
