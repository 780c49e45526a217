import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileJobConfig, RelabelRule } from '../../config/metrics-config.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { staticTargets } from './targets/discovery.ts';
import { FileTargets } from './targets/file-targets.ts';
import type { ServiceInstance } from './targets/service-targets.ts';
import { serviceTargets } from './targets/service-targets.ts';
import { pageServer, testJob, testScraper } from './testing.ts';

const INTERVAL_MS = testJob.intervalMs;

it('scrapes the instances of a service as they come and go', async () => {
  const [one, two] = [await pageServer({ body: 'a 1\n' }), await pageServer({ body: 'a 2\n' })];
  const instance = (id: string, address: string, version: string, slot: string): ServiceInstance => {
    const [host = '', port] = address.split(':');
    return { id, host, port: Number(port), version, slot };
  };
  let list = [instance('bell-blue-0', one.address, '1.0', 'blue')];
  const { tell, onChange } = changes();
  const instances = { list: () => list, onChange };
  const { store, scraper, untilDue } = await testScraper([serviceTargets(testJob, 'bell', instances)]);
  await untilDue();
  const blue = 'instance="bell-blue-0", job="api", service="bell", slot="blue", version="1.0"';
  expect((await store.until(1)).samples.get(`a{${blue}}`)).toBe(1);

  list = [instance('bell-green-0', two.address, '1.1', 'green')];
  tell();
  const ended = await store.until(2);
  expect([...ended.samples.values()]).toEqual(Array(6).fill('stale'));
  expect([...ended.samples.keys()]).toContain(`up{${blue}}`);
  await untilDue();
  const green = 'instance="bell-green-0", job="api", service="bell", slot="green", version="1.1"';
  expect((await store.until(3)).samples.get(`a{${green}}`)).toBe(2);
  expect(scraper.targets().map(({ target }) => target.labels.get('instance'))).toEqual(['bell-green-0']);
});

it('a change that leaves a target as it is does not disturb it', async () => {
  const server = await pageServer({ body: 'a 1\n' });
  const { tell, onChange } = changes();
  const job = staticTargets(testJob, [{ targets: [server.address], labels: {} }]);
  const { clock, store, scraper, untilDue } = await testScraper([{ ...job, onChange }]);
  await untilDue();
  await store.until(1);
  tell();
  await clock.untilSleeping();
  expect(clock.sleeping).toBe(1);
  expect(scraper.targets()[0]?.health).toBe('up');
  expect(store.batches).toHaveLength(1);
});

it('one slow target delays no other', async () => {
  const [slow, ...fast] = await Promise.all([
    pageServer('hang'),
    ...[1, 2, 3].map(() => pageServer({ body: 'a 1\n' })),
  ]);
  const targets = [slow, ...fast].map(({ address }) => address);
  const { clock, store } = await testScraper([
    staticTargets({ ...testJob, timeoutMs: INTERVAL_MS }, [{ targets, labels: {} }]),
  ]);
  await clock.untilSleeping(targets.length);
  await clock.advance(INTERVAL_MS);
  await store.until(3);
  const seen = store.batches.flatMap(({ samples }) => [...samples].filter(([key]) => key.startsWith('up')));
  const answered = new Set(seen.filter(([, value]) => value === 1).map(([key]) => key));
  expect(answered).toEqual(new Set(fast.map(({ address }) => `up{instance="${address}", job="api"}`)));
});

it('pages of our own are read inside, without a connection', async () => {
  const read = () => Promise.resolve({ text: 'seaworthy_up 1\n', contentType: 'text/plain' });
  const inside = { address: 'control-plane', source: { kind: 'inside', name: 'control plane', read } } as const;
  const { store, untilDue } = await testScraper([
    staticTargets({ ...testJob, job: 'seaworthy' }, [{ targets: [inside], labels: {} }]),
  ]);
  await untilDue();
  const { samples } = await store.until(1);
  expect(samples.get('seaworthy_up{instance="control-plane", job="seaworthy"}')).toBe(1);
});

it('relabelling chooses the targets, and may change where and how often they are asked', async () => {
  const server = await pageServer({ body: 'a 1\n' });
  const rule: RelabelRule = {
    action: 'replace',
    sourceLabels: [],
    separator: ';',
    targetLabel: '',
    regex: '(.*)',
    modulus: 0,
    replacement: '$1',
  };
  const relabel: RelabelRule[] = [
    { ...rule, action: 'drop', sourceLabels: ['zone'], regex: 'us' },
    { ...rule, sourceLabels: ['path'], targetLabel: '__metrics_path__' },
    { ...rule, targetLabel: '__param_module', replacement: 'x' },
    { ...rule, targetLabel: '__scrape_interval__', replacement: '1m' },
    { ...rule, targetLabel: '__meta_gone', replacement: 'x' },
  ];
  const groups = ['eu', 'us'].map((zone) => ({ targets: [server.address], labels: { zone, path: '/probe' } }));
  const { clock, scraper } = await testScraper([staticTargets({ ...testJob, relabel }, groups)]);
  await clock.untilSleeping();
  const [state] = scraper.targets();
  expect(state?.target.source).toEqual({ kind: 'url', url: `http://${server.address}/probe?module=x` });
  expect(state?.target.limits.intervalMs).toBe(60_000);
  expect(state?.target.labels.toRecord()).toEqual({ job: 'api', instance: server.address, zone: 'eu', path: '/probe' });
  expect(scraper.dropped().map(({ discoveredLabels }) => discoveredLabels['zone'])).toEqual(['us']);
});

it('stopping ends no series', async () => {
  const server = await pageServer({ body: 'a 1\n' });
  const { clock, store, scraper, untilDue } = await testScraper([
    staticTargets(testJob, [{ targets: [server.address], labels: {} }]),
  ]);
  await untilDue();
  await store.until(1);
  await scraper.stop();
  expect(store.batches).toHaveLength(1);
  expect(clock.sleeping).toBe(0);
});

function changes() {
  const listeners = new Set<() => void>();
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return { tell, onChange };
}

async function fileTargets(files: readonly string[]) {
  const folder = await testFolder();
  await mkdir(join(folder, 'sd'));
  const problems: string[] = [];
  const job: FileJobConfig = { ...testJob, files: files.map((file) => join(folder, 'sd', file)), refreshMs: 300_000 };
  const clock = virtualClock();
  const targets = new FileTargets(job, { clock, onProblem: (_, message) => void problems.push(message) });
  const changed = () => new Promise<void>((resolve) => void targets.onChange(resolve));
  const write = (name: string, text: string) => writeFile(join(folder, 'sd', name), text);
  const addresses = () => targets.groups().flatMap((group) => group.targets);
  return { folder: join(folder, 'sd'), targets, problems, changed, write, addresses, clock };
}

it('target files are read, JSON and YAML, and again as soon as they change', async () => {
  const { folder, targets, changed, write, addresses } = await fileTargets(['*.json', 'b.yml']);
  await write('a.json', '[{"targets": ["a:1"], "labels": {"zone": "eu", "shard": 1}}]');
  await write('b.yml', '- targets: [b:1, b:2]\n');
  await targets.start();
  expect(addresses()).toEqual(['a:1', 'b:1', 'b:2']);
  expect(targets.groups()[0]?.labels).toEqual({ zone: 'eu', shard: '1', __meta_filepath: join(folder, 'a.json') });

  const added = changed();
  await write('new', '[{"targets": ["c:1"]}]');
  await rename(join(folder, 'new'), join(folder, 'c.json'));
  await added;
  expect(addresses()).toContain('c:1');
  const removed = changed();
  await rm(join(folder, 'a.json'));
  await removed;
  expect(addresses()).not.toContain('a:1');
  await targets.stop();
});

it.each([
  ['[{"targets": ["a:1"]', 'a.json', /JSON/],
  ['- targets: [http://a:1/metrics]', 'a.yml', /^0\.targets\.0: is no host:port/],
  ['- target: [a:1]', 'a.yml', /0\.targets: .*; 0: Unrecognized key/],
  ['- targets: [a:1]\n  labels: {"a-b": c}', 'a.yml', /a-b/],
])('a target file that is wrong is told, and what it said before counts on: %s', async (bad, name, message) => {
  const { targets, problems, write, addresses } = await fileTargets([name]);
  await write(name, '[{"targets": ["old:1"]}]');
  await targets.start();
  await write(name, bad);
  await targets.refresh();
  expect(problems[0]).toMatch(message);
  expect(addresses()).toEqual(['old:1']);
  await targets.stop();
});

it('target files are read now and then even where nothing tells of changes', async () => {
  const { folder, targets, changed, addresses, clock } = await fileTargets(['late/a.json']);
  await targets.start();
  await mkdir(join(folder, 'late'));
  await writeFile(join(folder, 'late', 'a.json'), '[{"targets": ["a:1"]}]');
  const refreshed = changed();
  await clock.untilSleeping();
  await clock.advance(300_000);
  await refreshed;
  expect(addresses()).toEqual(['a:1']);
  await targets.stop();
});
