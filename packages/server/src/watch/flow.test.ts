import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger, createMetrics } from '@seaworthy/kit';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { loadConfiguration } from '../config/load.ts';
import { testDatabase } from '../db/testing.ts';
import { createIds } from '../platform/ids.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import type { Watch, WatchSources } from './flow.ts';
import { startWatch } from './flow.ts';
import { parseMatchers } from './matchers/syntax.ts';
import { parseAlertingConfig } from './routes/config/parse.ts';
import { readRuleFile } from './rules/file/read-rule-file.ts';
import { observeSlos } from './slo/observe.ts';
import { sloRuleGroups } from './slo/rule-groups.ts';
import { sampleSlo } from './slo/testing.ts';

const page = `service: shop
runtime: {command: [node, server.js]}
metrics: {interval: 15s}
`;
const rules = `
groups:
- name: shop
  rules:
  - {alert: WorkerDown, expr: worker_health == 0, for: 30s, annotations: {summary: '{{ $labels.worker }} is down'}}
`;

let folder: string;
let clock: VirtualClock;
let health: number;
let db: Awaited<ReturnType<typeof testDatabase>>;

beforeEach(async () => {
  // In memory: a slow disk would fall behind a clock that does not wait.
  folder = await mkdtemp('/dev/shm/seaworthy-');
  onTestFinished(() => rm(folder, { recursive: true }));
  [clock, health, db] = [virtualClock(), 1, await testDatabase()];
});

describe('from a sample to a page', () => {
  it('a worker that stays down is pending, fires after its time, and is told of once, as is its end', async () => {
    const watch = await start();
    await pass(60_000);
    expect(states(watch)).toEqual([]);

    health = 0;
    await pass(30_000);
    expect(states(watch)).toEqual(['pending']);
    await pass(60_000);
    expect(states(watch)).toEqual(['firing']);
    expect(told()).toEqual(['firing worker 1 is down']);

    health = 1;
    await pass(600_000);
    expect(told()).toEqual(['firing worker 1 is down', 'resolved worker 1 is down']);
  });

  it('goes on after each restart as if there had been none', async () => {
    let watch = await start();
    health = 0;
    await pass(30_000);
    expect(states(watch)).toEqual(['pending']);
    watch = await restart(watch);
    await pass(75_000);
    expect(told()).toEqual(['firing worker 1 is down']);
    watch = await restart(watch);
    await pass(300_000);
    health = 1;
    watch = await restart(watch);
    await pass(600_000);
    expect(told()).toEqual(['firing worker 1 is down', 'resolved worker 1 is down']);
  });

  it('tells of an end that nobody saw, for it was down, soon after it is back', async () => {
    let watch = await start();
    health = 0;
    await pass(120_000);
    expect(told()).toEqual(['firing worker 1 is down']);
    await watch.stop();
    health = 1;
    await clock.advance(20_000);
    watch = await start();
    await pass(90_000);
    expect(told()).toEqual(['firing worker 1 is down', 'resolved worker 1 is down']);
    expect(states(watch)).toEqual([]);
  });

  it('a silence that holds, and a reload, keep it quiet', async () => {
    const watch = await start();
    health = 0;
    await watch.telling.alerting.silences.set(silenceOf('WorkerDown'));
    await pass(120_000);
    await watch.reload(sources());
    await pass(120_000);
    expect(states(watch)).toEqual(['firing']);
    expect(told()).toEqual([]);
  });

  it('is about other objectives after a reload, of which nothing is known yet', async () => {
    const watch = await start();
    expect(watch.slos()).toEqual([]);
    const slo = sampleSlo({ name: 'fast', indicator: { kind: 'latency', thresholdMs: 300 } });
    await watch.reload({ ...sources(), rules: sloRuleGroups([slo], 'shop'), slos: [slo] });
    expect(watch.slos().map(({ name }) => name)).toEqual(['fast']);
    const options = { storage: watch.sampling.querier, service: 'shop', nowMs: clock.now(), points: 10 };
    const seen = await observeSlos(watch.slos(), options);
    expect(seen.get('fast')).toMatchObject({ total: 0, observedMs: 0, lastCountMs: undefined });
    await watch.reload(sources());
    expect(watch.slos()).toEqual([]);
  });

  it('says of its parts that they run, once they have', async () => {
    const watch = await start();
    expect(watch.standings()).toEqual({ scraper: 'unknown', rules: 'unknown', delivery: 'running' });
    await pass(20_000);
    expect(watch.standings()).toMatchObject({ rules: 'running', delivery: 'running' });
    await watch.stop();
    await clock.advance(120_000);
    expect(watch.standings()).toMatchObject({ rules: 'stopped', delivery: 'stopped' });
  });

  it('answers what was stored, also over a restart', async () => {
    const watch = await restart(await start());
    await pass(20_000);
    const { engine, sampling } = watch;
    const up = await engine.instant(sampling.querier, 'count by (job) (up)', clock.now());
    expect(up).toMatchObject({ type: 'vector', samples: [{ value: 1 }] });
  });
});

async function start(): Promise<Watch> {
  const metrics = createMetrics();
  const { service } = loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {}, readFile: () => page });
  const watch = await startWatch({
    ...{ db, clock, metrics, version: '0.0.0', newId: createIds(clock), newSilenceId: randomUUID },
    sources: sources(),
    folder: join(folder, 'samples'),
    config: service.metrics,
    service: 'shop',
    instances: { list: () => [], onChange: () => () => {} },
    own: { shop: async () => ({ text: `worker_health{worker="worker 1"} ${health}\n`, contentType: 'text/plain' }) },
    externalURL: 'http://ops.example',
    logger: createLogger({ name: 'watch', destination: { write: () => {} } }),
  });
  onTestFinished(() => watch.stop());
  return watch;
}

/** Moves on in steps that the disk can follow: what a step has begun to store is there before the next. */
async function pass(ms: number): Promise<void> {
  const disk = await open(join(folder, 'disk'), 'w');
  for (const end = clock.now() + ms; clock.now() < end; ) {
    await clock.advance(Math.min(1_000, end - clock.now()));
    for (let turn = 0; turn < 5; turn++) await disk.write('.').then(() => disk.sync());
  }
  await disk.close();
}

async function restart(watch: Watch): Promise<Watch> {
  await watch.stop();
  return start();
}

function sources(): WatchSources {
  const alerting = `
route: {receiver: ops, group_wait: 5s, group_interval: 10s}
receivers: [{name: ops, file_configs: [{path: ${join(folder, 'told')}}]}]
`;
  return {
    rules: readRuleFile(rules, 'rules.yaml').groups,
    alerting: { config: parseAlertingConfig(alerting, { file: 'alertmanager.yaml' }), templates: [] },
  };
}

function states({ rules }: Watch): string[] {
  const alerts = rules.groups.flatMap((group) => group.alertingRules.flatMap((rule) => [...rule.alerts.values()]));
  return alerts.map(({ state }) => state);
}

function told(): string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'told'), 'utf8');
  } catch {
    return [];
  }
  const messages = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return messages.map(({ status, commonAnnotations }) => `${status} ${commonAnnotations.summary}`);
}

function silenceOf(alertname: string) {
  const matchers = parseMatchers(`alertname=${alertname}`, 'both');
  return { matchers, endsAt: clock.now() + 3_600_000, createdBy: 'test', comment: 'known' };
}
