import { describe, expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';
import type { MetricsConfig } from './metrics-config.ts';

function metrics(section: string): MetricsConfig {
  const text = `service: bell\nruntime:\n  command: [node, server.js]\n${section}`;
  const readFile = (path: string): string => {
    if (path.endsWith('seaworthy.yaml')) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  return loadConfiguration({ file: 'bell/seaworthy.yaml', cwd: '/home/anna', env: {}, readFile }).service.metrics;
}

const rule = { separator: ';', targetLabel: '', regex: '(.*)', modulus: 0, replacement: '$1' };

describe('metrics', () => {
  it('scrape the instances, and nothing else, until more is asked for', () => {
    expect(metrics('')).toEqual({
      path: '/metrics',
      intervalMs: 15_000,
      timeoutMs: 10_000,
      honorLabels: false,
      honorTimestamps: true,
      sampleLimit: 0,
      bodySizeLimitBytes: 64 * 2 ** 20,
      relabel: [],
      metricRelabel: [],
      targets: [],
      fileSd: [],
      probes: [],
      connectivity: undefined,
      remoteWrite: [],
    });
  });

  it('of jobs have what they do not say themselves from the section, and its rules after their own', () => {
    const { targets, fileSd } = metrics(`
metrics:
  interval: 30s
  sampleLimit: 5000
  relabel: [{action: labeldrop, regex: pod}]
  targets:
    - job: node
      addresses: [127.0.0.1:9100, '[::1]:9100']
      interval: 5s
      labels: {zone: eu}
      params: {collect: [cpu]}
      relabel: [{source_labels: [__address__], target_label: host, replacement: '$\${1}x'}]
  fileSd:
    - {job: more, files: [targets/*.yml], honorLabels: true, bodySizeLimit: 1Mi}
`);
    const common = {
      scheme: 'http',
      path: '/metrics',
      honorTimestamps: true,
      sampleLimit: 5_000,
      metricRelabel: [],
    };
    const dropPod = { ...rule, action: 'labeldrop', sourceLabels: [], regex: 'pod' };
    expect(targets).toEqual([
      {
        ...common,
        job: 'node',
        addresses: ['127.0.0.1:9100', '[::1]:9100'],
        labels: { zone: 'eu' },
        params: { collect: ['cpu'] },
        intervalMs: 5_000,
        timeoutMs: 5_000,
        honorLabels: false,
        bodySizeLimitBytes: 64 * 2 ** 20,
        relabel: [
          { ...rule, action: 'replace', sourceLabels: ['__address__'], targetLabel: 'host', replacement: '$' + '{1}x' },
          dropPod,
        ],
      },
    ]);
    expect(fileSd).toEqual([
      {
        ...common,
        job: 'more',
        files: ['/home/anna/bell/targets/*.yml'],
        refreshMs: 300_000,
        params: {},
        intervalMs: 30_000,
        timeoutMs: 10_000,
        honorLabels: true,
        bodySizeLimitBytes: 2 ** 20,
        relabel: [dropPod],
      },
    ]);
  });

  it('have probes of every kind', () => {
    const { probes, connectivity } = metrics(`
metrics:
  connectivity: 192.0.2.1:53
  probes:
    - {name: site, kind: http, url: 'https://example.org/', status: [200, 204], json: {path: ok, equals: true}, tlsDaysLeft: 14}
    - {name: moved, kind: http, url: 'http://example.org/', redirect: {to: 'https://example.org/'}, method: HEAD}
    - {name: port, kind: tcp, address: 'db:5432', interval: 10s, rise: 2, fall: 5, labels: {team: a}}
    - {name: zone, kind: dns, query: example.org, type: MX, server: '192.0.2.1:53', contains: mail}
    - {name: host, kind: ping, host: 192.0.2.7}
    - {name: db, kind: postgresql, address: 'db:5432', database: bell}
    - {name: cache, kind: redis, address: 'cache:6379', password: hush}
    - {name: backup, kind: push, interval: 24h, timeout: 1h}
`);
    const schedule = { intervalMs: 30_000, timeoutMs: 5_000, rise: 1, fall: 3, labels: {} };
    expect(connectivity).toEqual({ host: '192.0.2.1', port: 53 });
    expect(probes.map(({ kind }) => kind)).toEqual([
      'http',
      'http',
      'tcp',
      'dns',
      'ping',
      'postgresql',
      'redis',
      'push',
    ]);
    expect(probes[0]).toMatchObject({
      ...schedule,
      status: [200, 204],
      json: { path: 'ok', equals: true },
      redirect: 'follow',
    });
    expect(probes[1]).toMatchObject({ redirect: { to: 'https://example.org/' }, method: 'HEAD' });
    expect(probes.slice(2)).toEqual([
      {
        ...schedule,
        name: 'port',
        kind: 'tcp',
        host: 'db',
        port: 5432,
        intervalMs: 10_000,
        rise: 2,
        fall: 5,
        labels: { team: 'a' },
      },
      {
        ...schedule,
        name: 'zone',
        kind: 'dns',
        query: 'example.org',
        type: 'MX',
        server: '192.0.2.1:53',
        contains: 'mail',
      },
      { ...schedule, name: 'host', kind: 'ping', host: '192.0.2.7' },
      { ...schedule, name: 'db', kind: 'postgresql', host: 'db', port: 5432, user: 'seaworthy', database: 'bell' },
      { ...schedule, name: 'cache', kind: 'redis', host: 'cache', port: 6379, password: 'hush' },
      { ...schedule, name: 'backup', kind: 'push', intervalMs: 86_400_000, timeoutMs: 3_600_000 },
    ]);
  });

  it('never take longer than their interval, unless the file says so: then it is refused', () => {
    const { timeoutMs, probes, targets } = metrics(`
metrics:
  interval: 5s
  targets: [{job: other, addresses: [a:1], interval: 2s}]
  probes: [{name: nightly, kind: push, interval: 1s}]
`);
    expect([timeoutMs, targets[0]?.timeoutMs, probes[0]?.timeoutMs]).toEqual([5_000, 2_000, 1_000]);
    expect(() => metrics('metrics: {interval: 5s, timeout: 6s}\n')).toThrow('is longer than the interval');
  });

  it('are sent on, with secrets that are never printed', () => {
    const { remoteWrite } = metrics(`
metrics:
  remoteWrite: [{url: 'https://example.org/api/v1/write', bearerToken: hush, relabel: [{action: keep, source_labels: [job], regex: api}]}]
`);
    expect(remoteWrite).toEqual([
      {
        url: 'https://example.org/api/v1/write',
        headers: {},
        bearerToken: 'hush',
        timeoutMs: 30_000,
        queueSamples: 100_000,
        batchSamples: 2_000,
        batchWaitMs: 5_000,
        relabel: [{ ...rule, action: 'keep', sourceLabels: ['job'], regex: 'api' }],
      },
    ]);
  });
});
