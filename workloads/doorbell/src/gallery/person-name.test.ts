import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanName } from './person-name.ts';

it.each([
  ['Ada L', 'Ada L'],
  ['  Zoë   Müller ', 'Zoe Muller'],
  ['../../etc/passwd', 'etcpasswd'],
  ['<script>', 'script'],
  ['x'.repeat(80), 'x'.repeat(64)],
  ['   ', undefined],
  ['你好', undefined],
])('%j is kept as %j', (name, expected) => {
  expect(cleanName(name)).toBe(expected);
});

it('leaves only what is allowed, and changes nothing twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
      const clean = cleanName(name);
      if (clean === undefined) return;
      expect(clean).toMatch(/^[a-zA-Z0-9 _-]{1,64}$/);
      expect(cleanName(clean)).toBe(clean);
    }),
  );
});
