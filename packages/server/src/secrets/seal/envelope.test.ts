import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openText, sealText } from './envelope.ts';
import { masterKey } from './master-key.ts';

const key = masterKey(Buffer.alloc(32, 7));
const place = 'here';
const sealed = sealText(key, 'hush, hush', place, randomBytes);

it('gives back any text that was sealed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, at) => {
      expect(openText(key, sealText(key, text, at, randomBytes), at)).toBe(Buffer.from(text).toString());
    }),
  );
});

it('never seals the same twice', () => {
  expect(sealText(key, 'hush', place, randomBytes)).not.toBe(sealText(key, 'hush', place, randomBytes));
});

describe('is refused', () => {
  const refused = { code: 'sealed_damaged' };

  it('at another place than it was sealed for', () => {
    expect(() => openText(key, sealed, 'there')).toThrow(expect.objectContaining(refused));
  });

  it('by another key, also when that bears the same name', () => {
    expect(() => openText(masterKey(Buffer.alloc(32, 8)), sealed, place)).toThrow(expect.objectContaining(refused));
    expect(() => openText({ ...key, bytes: Buffer.alloc(32, 8) }, sealed, place)).toThrow(
      expect.objectContaining(refused),
    );
  });

  it('with any bit of it turned', () => {
    const [format, id, content = ''] = sealed.split(':');
    const bytes = Buffer.from(content, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8((turned[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
      const changed = [format, id, turned.toString('base64url')].join(':');
      expect(() => openText(key, changed, place)).toThrow(expect.objectContaining(refused));
    }
  });

  it.each(['', 'hush', 'sw1:', 'sw2:00:AAAA', `${sealed.slice(0, 24)}`])('when it is none: %s', (text) => {
    expect(() => openText(key, text, place)).toThrow(expect.objectContaining(refused));
  });
});
