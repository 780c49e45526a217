import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';

const least = 'service: shop\nruntime: {command: [node, shop.js]}\n';
const probes = 'metrics: {probes: [{name: db-7, kind: tcp, address: "db.internal:5432"}]}\n';
const load = (section: string) =>
  loadConfiguration({ file: 'seaworthy.yaml', cwd: '/x', env: {}, readFile: () => `${least}${probes}${section}` })
    .service.statusPage;

describe('statusPage', () => {
  it('is absent until it is asked for', () => {
    expect(load('')).toBeUndefined();
  });

  it('shows the service alone, over 90 days, unless told more', () => {
    expect(load('statusPage: {title: Shop}')).toEqual({
      title: 'Shop',
      description: undefined,
      components: [{ name: 'Shop', probe: undefined }],
      historyDays: 90,
      url: undefined,
    });
  });

  it('has components in their order, each by a probe or by what the proxy serves', () => {
    const written =
      'statusPage: {title: Shop, components: [{name: Orders, probe: db-7}, {name: Web}], history: 30d, url: "https://shop.example/"}';
    expect(load(written)).toMatchObject({
      components: [
        { name: 'Orders', probe: 'db-7' },
        { name: 'Web', probe: undefined },
      ],
      historyDays: 30,
      url: 'https://shop.example',
    });
  });

  it.each([
    ['no title', '{history: 90d}', 'statusPage.title'],
    ['a probe that there is not', '{title: A, components: [{name: A, probe: db-8}]}', 'metrics.probes has no "db-8"'],
    ['the same name twice', '{title: A, components: [{name: A}, {name: A, probe: db-7}]}', 'name of another'],
    ['the same thing twice', '{title: A, components: [{name: A}, {name: B}]}', 'shows the service itself'],
    ['half a day', '{title: A, history: 36h}', 'is no number of days from 7 to 365'],
    ['a day', '{title: A, history: 1d}', 'is no number of days from 7 to 365'],
    ['nothing to show', '{title: A, components: []}', 'statusPage.components'],
    ['keys that it does not know', '{title: A, theme: dark}', 'statusPage.theme'],
  ])('refuses %s', (_, section, words) => {
    try {
      load(`statusPage: ${section}`);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(error.problems.map(({ path, message }) => `${path} ${message}`).join('\n')).toContain(words);
    }
  });
});
