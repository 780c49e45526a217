import { expect, it } from 'vitest';
import { found, groupsOf, settingsOf, shortSource, textOf } from './setting-list.ts';

const config = {
  values: {
    service: 'shop',
    traffic: { listen: { host: '0.0.0.0', port: 8080 }, errorPage: '' },
    runtime: { command: ['node', 'server.js'], env: { DB_PASSWORD: '[redacted]', EMPTY: {} } },
    metrics: { targets: [{ job: 'web' }], labels: {} },
  },
  sources: {
    service: 'seaworthy.yaml:1',
    'traffic.listen.port': 'flag --port',
    'runtime.command.0': 'seaworthy.yaml:3',
    'runtime.env.DB_PASSWORD': 'env SHOP_DB',
    'metrics.targets.0.job': 'seaworthy.yaml:9',
  },
};

it('has every value with where it comes from', () => {
  expect(settingsOf(config).map(({ path, text, from }) => `${path} ${text} ${from}`)).toEqual([
    'service shop file',
    'traffic.listen.host 0.0.0.0 default',
    'traffic.listen.port 8080 flag',
    'traffic.errorPage none default',
    'runtime.command node, server.js file',
    'runtime.env.DB_PASSWORD [redacted] environment',
    'runtime.env.EMPTY none default',
    'metrics.targets.0.job web file',
    'metrics.labels none default',
  ]);
  expect(settingsOf(config).filter(({ isHidden }) => isHidden)).toHaveLength(1);
});

it('finds by every word, in the path, the value or the source', () => {
  const settings = settingsOf(config);
  const paths = (search: string, show = '') => found(settings, search, show).map(({ path }) => path);
  expect(paths('YAML shop')).toEqual(['service']);
  expect(paths('listen 8080')).toEqual(['traffic.listen.port']);
  expect(paths('nothing like it')).toEqual([]);
  expect(paths('traffic', 'set')).toEqual(['traffic.listen.port']);
});

it('groups by the first word, and what has only one together', () => {
  expect(groupsOf(settingsOf(config)).map(({ name, settings }) => [name, settings.length])).toEqual([
    ['general', 1],
    ['traffic', 3],
    ['runtime', 3],
    ['metrics', 2],
  ]);
});

it.each([
  [null, 'none'],
  [[], 'none'],
  [false, 'false'],
  [0, '0'],
  [0.9990000000000001, '0.999'],
  [2_592_000_000, '2592000000'],
  [[{ a: 1 }], '{"a":1}'],
])('writes %j as %s', (value, text) => expect(textOf(value)).toBe(text));

it('names a file by its last part, and keeps what is no file', () => {
  expect(['/srv/shop/seaworthy.yaml:3', 'env A/B', 'default'].map(shortSource)).toEqual([
    'seaworthy.yaml:3',
    'env A/B',
    'default',
  ]);
});
