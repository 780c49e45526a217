import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

it('reads back numbers of every size, and texts', () => {
  const whole = fc.oneof(fc.nat(300), fc.maxSafeNat());
  const signed = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -(2 ** 51), max: 2 ** 51 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(whole, signed, fc.string({ unit: 'grapheme' }), fc.double())), (rows) => {
      const writer = new ByteWriter(1);
      for (const [a, b, text, double] of rows) {
        writer.varint(a);
        writer.signed(b);
        writer.text(text);
        writer.f64(double);
      }
      const reader = new ByteReader(writer.bytes());
      expect(rows.map(() => [reader.varint(), reader.signed(), reader.text(), reader.f64()])).toEqual(
        rows.map((row) => row),
      );
      expect(reader.isDone).toBe(true);
      expect(() => reader.u8()).toThrow(RangeError);
    }),
  );
});
