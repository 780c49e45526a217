import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { createPasswords, refuseWeakPassword } from './passwords.ts';

const good = 'correct horse battery';

describe('a password', () => {
  it('is stored in argon2id with 19 MiB and two passes, each time with another salt', async () => {
    const passwords = createPasswords();
    const [one, two] = [await passwords.hash(good), await passwords.hash(good)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.matches(good, one)).toBe(true);
    expect(await passwords.matches(`${good}!`, one)).toBe(false);
    expect(passwords.isOutdated(one)).toBe(false);
  });

  it('is the same however its letters are composed', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash('ein längeres Passwort'.normalize('NFD'));
    expect(await passwords.matches('ein längeres Passwort'.normalize('NFC'), stored)).toBe(true);
  });

  it('of nobody, or stored as something unreadable, matches nothing and throws nothing', async () => {
    const passwords = createPasswords();
    expect(await passwords.matches(good, null)).toBe(false);
    expect(await passwords.matches('nobody has this one', null)).toBe(false);
    expect(await passwords.matches(good, 'plain text')).toBe(false);
  });

  it('that was stored with less counts, and is known to be outdated', async () => {
    const passwords = createPasswords();
    const weak = await hash(good, { memoryCost: 8 * 1024, timeCost: 1, parallelism: 1 });
    expect(await passwords.matches(good, weak)).toBe(true);
    expect(passwords.isOutdated(weak)).toBe(true);
  });

  it('takes so much memory that a flood of them is told to wait', async () => {
    const passwords = createPasswords();
    const flood = await Promise.allSettled(Array.from({ length: 45 }, () => passwords.matches(good, 'unreadable')));
    const refused = flood.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: 'rate_limited' } });
    expect(await passwords.matches(good, await passwords.hash(good))).toBe(true);
  });
});

describe('a new password', () => {
  it.each([good, 'aaaabbbbccccdddde', 'ann went to the market', '密码很长的一句话可以吗好的呀'])(
    '%s is taken',
    (password) => {
      expect(() => refuseWeakPassword(password, 'ann')).not.toThrow();
    },
  );

  it.each([
    ['short', 'shorter than 12'],
    ['aaaaaaaaaaaaaaaa', 'fewer than five different'],
    ['annika.bergstroem', 'little more than the name'],
    ['Annika.Bergstroem123', 'little more than the name'],
    ['${ADMIN_PASSWORD}', 'a placeholder'],
    ['x'.repeat(300), 'longer than 256'],
  ])('%s is refused: %s', (password, why) => {
    expect(() => refuseWeakPassword(password, 'annika.bergstroem')).toThrow(why);
  });

  it('is refused with every reason at once', () => {
    expect(() => refuseWeakPassword('aaaa', 'ann')).toThrow(/shorter than 12 characters, and has fewer/);
  });
});
