import { expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';

function slos(section: string) {
  const text = `service: bell\nruntime:\n  command: [node, server.js]\n${section}`;
  const readFile = (path: string): string => {
    if (path.endsWith('seaworthy.yaml')) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  return loadConfiguration({ file: 'seaworthy.yaml', cwd: '/', env: {}, readFile }).service.slos;
}

it('are none until they are written', () => {
  expect(slos('')).toEqual([]);
});

it('page and make tickets over thirty days unless they say otherwise', () => {
  expect(slos('slos: [{name: up, objective: 99.9%, availability: true}]')).toEqual([
    {
      name: 'up',
      description: undefined,
      objective: 0.999,
      windowMs: 30 * 86_400_000,
      indicator: { kind: 'availability' },
      minRequests: 100,
      labels: {},
      annotations: {},
      page: { severity: 'critical', labels: {}, annotations: {} },
      ticket: { severity: 'warning', labels: {}, annotations: {} },
    },
  ]);
});

it('count answers in time, looks of a probe, or what queries count', () => {
  const found = slos(`
metrics: {probes: [{kind: tcp, name: db, address: 'db:5432'}]}
slos:
  - {name: fast, objective: 0.99, window: 7d, latency: {threshold: 1s}, alerting: {ticket: {disabled: true}}}
  - {name: db, objective: 99.5%, probe: db, minRequests: 10, alerting: {disabled: true}}
  - {name: jobs, objective: 99%, errors: 'sum(increase(a[$window]))', total: 'sum(increase(b[$window]))'}
  - {name: made, objective: 99%, good: 'sum(increase(a[$window]))', total: 'count_over_time(b[$window])'}
`);
  expect(found.map(({ indicator }) => indicator)).toEqual([
    { kind: 'latency', thresholdMs: 1_000 },
    { kind: 'probe', probe: 'db' },
    { kind: 'query', counted: 'errors', query: 'sum(increase(a[$window]))', total: 'sum(increase(b[$window]))' },
    { kind: 'query', counted: 'good', query: 'sum(increase(a[$window]))', total: 'count_over_time(b[$window])' },
  ]);
  expect(found.map(({ page, ticket }) => [page?.severity, ticket?.severity]).slice(0, 2)).toEqual([
    ['critical', undefined],
    [undefined, undefined],
  ]);
});
