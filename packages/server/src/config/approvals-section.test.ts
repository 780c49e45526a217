import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';

const least = 'service: shop\nruntime: {command: [node, shop.js]}\ntraffic: {listen: 8080}\n';
const load = (approvals: string, env: Record<string, string> = {}) =>
  loadConfiguration({ file: 'seaworthy.yaml', cwd: '/x', env, readFile: () => `${least}${approvals}` }).service
    .approvals;

describe('approvals', () => {
  it('ask for nobody until told to', () => {
    expect(load('')).toEqual({ rules: [], breakGlass: true });
  });

  it('count in the environments that they name', () => {
    const written =
      'approvals: {breakGlass: false, rules: [{acts: [deploy], environments: [production], approvers: 2, wait: 2h}, {acts: [users]}]}';
    const users = { acts: ['users'], approvers: 1, waitMs: 86_400_000 };
    expect(load(written)).toEqual({ breakGlass: false, rules: [users] });
    expect(load(written, { DEPLOYMENT_ENV: 'production' })).toEqual({
      breakGlass: false,
      rules: [{ acts: ['deploy'], approvers: 2, waitMs: 7_200_000 }, users],
    });
  });

  it.each([
    ['an act that there is not', 'rules: [{acts: [dance]}]'],
    ['nobody who approves', 'rules: [{acts: [deploy], approvers: 0}]'],
    ['no time to look', 'rules: [{acts: [deploy], wait: 1s}]'],
    ['a way for whoever asks to approve', 'rules: [{acts: [deploy], selfApproval: true}]'],
  ])('refuse %s', (_, rules) => {
    expect(() => load(`approvals: {${rules}}`)).toThrow(ConfigError);
  });
});

it.each(['approvals.md', 'sign-in-providers.md'])('the example of docs/%s is valid', (name) => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs', name), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const env = { OIDC_CLIENT_SECRET: 'x'.repeat(20), DEPLOYMENT_ENV: 'production' };
  const config = loadConfiguration({ file: 'seaworthy.yaml', cwd: '/x', env, readFile: () => example });
  expect(config.service.approvals.rules.length + Object.keys(config.server.access.oidc ?? {}).length).toBeGreaterThan(
    1,
  );
});
