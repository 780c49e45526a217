import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compress } from './snappy.ts';
import { uncompress } from './testing.ts';

it.each([0, 1, 3, 4, 59, 60, 61, 64, 65, 256, 257, 65_535, 65_536, 65_537, 200_000])(
  '%i equal bytes come back',
  (length) => {
    const bytes = Buffer.alloc(length, 'a');
    expect(uncompress(compress(bytes)).equals(bytes)).toBe(true);
  },
);

it('anything comes back', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.constantFrom('abcd', 'job', 'instance').map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const bytes = Buffer.concat(pieces);
      return uncompress(compress(bytes)).equals(bytes);
    }),
    { numRuns: 200 },
  );
});

it('labels that come again and again take little room', () => {
  const bytes = Buffer.from(
    Array.from({ length: 1_000 }, (_, i) => `http_requests_total{job="api",instance="${i}"}`).join(''),
  );
  expect(compress(bytes).length).toBeLessThan(bytes.length / 4);
});
