import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';

const least = 'service: shop\nruntime: {command: [node, shop.js]}\ntraffic: {listen: 8080}\n';
const load = (access: string, env: Record<string, string> = {}) =>
  loadConfiguration({ file: 'seaworthy.yaml', cwd: '/x', env, readFile: () => `${least}${access}` }).server.access;

describe('server.access', () => {
  it('is strict when nothing is written', () => {
    expect(load('')).toEqual({
      secondFactorFor: [],
      signInsPerMinute: 10,
      changesPerMinute: 300,
      lockout: { freeTries: 5, firstWaitMs: 1_000, longestWaitMs: 900_000 },
    });
  });

  it('takes what is written, and what the environment says', () => {
    const written = 'server: {access: {secondFactorFor: [admin, operator], lockout: {freeTries: 3, longestWait: 1h}}}';
    expect(load(written, { SEAWORTHY_ACCESS_CHANGES_PER_MINUTE: '60' })).toMatchObject({
      ...{ secondFactorFor: ['admin', 'operator'], changesPerMinute: 60 },
      lockout: { freeTries: 3, firstWaitMs: 1_000, longestWaitMs: 3_600_000 },
    });
  });

  it('refuses what protects nobody, and tells all of it at once', () => {
    const bad =
      'server: {access: {changesPerMinute: 0, secondFactorFor: [Boss], lockout: {freeTries: 1, firstWait: 0s}}}';
    const problems = (() => {
      try {
        load(bad);
      } catch (error) {
        return error instanceof ConfigError ? error.problems.map(({ path }) => path) : error;
      }
      return 'nothing was refused';
    })();
    expect(problems).toEqual(
      expect.arrayContaining([
        'server.access.changesPerMinute',
        'server.access.secondFactorFor.0',
        'server.access.lockout.freeTries',
      ]),
    );
  });

  it('refuses a placeholder that nobody filled in', () => {
    expect(() => load('server: {access: {secondFactorFor: ["${ROLE_WITH_TOTP}"]}}')).toThrow(ConfigError);
  });

  it('has no place for a key or a password: they are made, and lie in files of their own', () => {
    for (const key of ['secret', 'jwtSecret', 'password', 'key']) {
      expect(() => load(`server: {access: {${key}: "\${JWT_SECRET_KEY:-secret}"}}`)).toThrow(ConfigError);
    }
  });
});
