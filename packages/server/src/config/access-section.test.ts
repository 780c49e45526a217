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
      oidc: undefined,
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

  it('takes a sign-in provider, its secret from a file or a variable, and hides it', () => {
    const written =
      'server: {access: {oidc: {issuer: "https://login.example.com/realms/a", clientId: ops, clientSecret: "${OIDC_SECRET}", roles: {map: {ops: [operator]}}}}}';
    const sources = { file: 'seaworthy.yaml', cwd: '/x', env: { OIDC_SECRET: 'hunter2hunter2' } };
    const { server, printable } = loadConfiguration({ ...sources, readFile: () => `${least}${written}` });
    expect(server.access.oidc).toMatchObject({
      ...{ issuer: 'https://login.example.com/realms/a', clientSecret: 'hunter2hunter2', linksUsers: false },
      ...{ scopes: ['openid', 'profile', 'email'], roles: { claim: 'groups', map: { ops: ['operator'] } } },
    });
    expect(JSON.stringify(printable)).not.toContain('hunter2');
  });

  it.each([
    ['plain HTTP to another machine', 'issuer: "http://login.example.com", clientId: ops, roles: {map: {}}'],
    ['no roles', 'issuer: "https://login.example.com", clientId: ops'],
    [
      'a secret that nobody filled in',
      'issuer: "https://a.example", clientId: ops, clientSecret: "${X}", roles: {map: {}}',
    ],
    ['a key that it has not', 'issuer: "https://a.example", clientId: ops, secret: x, roles: {map: {}}'],
  ])('refuses a provider with %s', (_, oidc) => {
    expect(() => load(`server: {access: {oidc: {${oidc}}}}`)).toThrow(ConfigError);
  });

  it('has no place for a key or a password: they are made, and lie in files of their own', () => {
    for (const key of ['secret', 'jwtSecret', 'password', 'key']) {
      expect(() => load(`server: {access: {${key}: "\${JWT_SECRET_KEY:-secret}"}}`)).toThrow(ConfigError);
    }
  });
});
