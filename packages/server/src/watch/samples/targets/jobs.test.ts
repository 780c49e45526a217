import { expect, it } from 'vitest';
import type { MetricsConfig } from '../../../config/metrics-config.ts';
import { virtualClock } from '../../../platform/testing.ts';
import { testJob } from '../testing.ts';
import { buildTargets } from './build-targets.ts';
import { scrapeJobs } from './jobs.ts';

it('the service, ourselves and what is configured are scraped', () => {
  const more = { ...testJob, path: '/own', intervalMs: 15_000 };
  const config: MetricsConfig = {
    ...more,
    targets: [{ ...testJob, job: 'node', addresses: ['127.0.0.1:9100'], labels: { zone: 'eu' } }],
    fileSd: [{ ...testJob, job: 'more', files: ['/nowhere/*.yml'], refreshMs: 300_000 }],
    probes: [],
    connectivity: undefined,
    remoteWrite: [],
  };
  const instance = { id: 'bell-blue-0', host: '::1', port: 4000, version: '1.0', slot: 'blue' };
  const jobs = scrapeJobs({
    config,
    service: 'bell',
    instances: { list: () => [instance], onChange: () => () => {} },
    own: { seaworthy: () => Promise.resolve({ text: '', contentType: '' }) },
    clock: virtualClock(),
    onFileProblem: () => {},
  });
  const targets = jobs.flatMap((each) => buildTargets(each.job, each.groups()).targets);
  expect(
    targets.map(({ labels, source }) => [labels.toRecord(), source.kind === 'url' ? source.url : source.name]),
  ).toEqual([
    [{ job: 'bell', instance: 'bell-blue-0', service: 'bell', version: '1.0', slot: 'blue' }, 'http://[::1]:4000/own'],
    [{ job: 'seaworthy', instance: 'seaworthy' }, 'seaworthy'],
    [{ job: 'node', instance: '127.0.0.1:9100', zone: 'eu' }, 'http://127.0.0.1:9100/metrics'],
  ]);
  expect(jobs.map(({ job }) => job.job)).toEqual(['bell', 'seaworthy', 'node', 'more']);
});
