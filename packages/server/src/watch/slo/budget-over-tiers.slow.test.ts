import { createEngine, Labels } from '@seaworthy/promql';
import type { Appender, SampleStore } from '@seaworthy/promql/storage';
import { openStore } from '@seaworthy/promql/storage';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { RuleGroup } from '../rules/evaluate/group.ts';
import { vectorQuery } from '../rules/query.ts';
import { consumedShare, judgeSlo } from './judge.ts';
import { observeSlos } from './observe.ts';
import { sloRuleGroups } from './rule-groups.ts';
import { sampleSlo } from './testing.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2030, 0, 1, 12);
const SCRAPE = 30 * SECOND;

const series = (name: string, labels: Record<string, string>) =>
  Labels.from({ __name__: `seaworthy_proxy_${name}`, job: 'seaworthy-proxy', instance: 'seaworthy-proxy', ...labels });
const good = series('requests_total', { class: '2xx' });
const bad = series('requests_total', { class: '5xx' });
const cut = series('slot_cut_total', { slot: 'blue' });

interface Traffic {
  readonly days: number;
  /** All requests of that time. */
  readonly failing?: (atMs: number) => boolean;
  readonly restarts?: readonly number[];
  readonly away?: (atMs: number) => boolean;
}

/** Days of traffic through the store as it is in use: its tiers, its maintenance, its recorded counts. */
async function traffic({ days, failing = () => false, restarts = [], away = () => false }: Traffic) {
  let now = START;
  const store = await openStore({ folder: await testFolder(), now: () => now, sync: false });
  onTestFinished(() => store.close());
  const slo = sampleSlo();
  const group = countsOf(store, slo);
  const truth = { total: 0, errors: 0 };
  const counters = { good: 0, bad: 0 };
  const offset = 137 * SECOND;
  const appender = store.appender();
  let written: Promise<void>[] = [];
  const allWritten = async () => {
    await Promise.all(written);
    written = [];
  };
  for (; now < START + days * DAY; now += SCRAPE) {
    const requests = 60 + Math.round(50 * Math.sin(((now - START) / DAY) * 2 * Math.PI));
    const isFailing = failing(now - START);
    counters[isFailing ? 'bad' : 'good'] += requests;
    truth.total += requests;
    truth.errors += isFailing ? requests : 0;
    if (restarts.some((at) => at === now - START)) Object.assign(counters, { good: 0, bad: 0 });
    if (!away(now - START)) written.push(scrape(appender, now, counters));
    if ((now - START) % (10 * MINUTE) === 0) await allWritten().then(() => store.maintain());
    const sinceSlot = (now - START - offset) % (5 * MINUTE);
    if (sinceSlot >= 0 && sinceSlot < SCRAPE && !away(now - START)) {
      await allWritten();
      await group.evaluate(now - sinceSlot);
    }
  }
  await allWritten();
  const found = await observeSlos([slo], { storage: store.querier, service: 'bell', nowMs: now, points: 0 });
  const seen = found.get(slo.name);
  if (seen === undefined) throw new Error('nothing was observed');
  return { slo, seen, truth, store };
}

function countsOf(store: SampleStore, slo: ReturnType<typeof sampleSlo>): RuleGroup {
  const [counts] = sloRuleGroups([slo], 'bell');
  if (counts === undefined) throw new Error('there are no counts');
  return new RuleGroup(counts, {
    query: vectorQuery(createEngine(), store.querier),
    appender: () => store.appender(),
    notify: () => {},
    intervalMs: MINUTE,
    resendDelayMs: MINUTE,
    externalURL: '',
    externalLabels: {},
    monotonicMs: () => 0,
  });
}

async function scrape(appender: Appender, at: number, counters: { good: number; bad: number }): Promise<void> {
  // The answer takes a while, and not always the same.
  const jittered = at + ((at / SCRAPE) % 7);
  appender.append(good, jittered, counters.good);
  appender.append(bad, jittered, counters.bad);
  appender.append(cut, jittered, 0);
  await appender.commit();
}

const within = (from: number, to: number) => (at: number) => at >= from && at < to;

describe('the budget of thirty days, over all tiers of the store', () => {
  it('is exact: an outage of twenty minutes, a burst of half a minute, an hour of trouble just now', async () => {
    const outage = within(10 * DAY + 8 * HOUR + 123 * SECOND, 10 * DAY + 8 * HOUR + 123 * SECOND + 20 * MINUTE);
    const burst = within(20 * DAY + 77 * SECOND, 20 * DAY + 107 * SECOND);
    const lately = (at: number) => within(30 * DAY - 3 * HOUR, 30 * DAY - 2 * HOUR)(at) && at % MINUTE === 0;
    const failing = (at: number) => outage(at) || burst(at) || lately(at);
    const { slo, seen, truth, store } = await traffic({ days: 30, failing });
    expect(seen.errors).toBe(truth.errors);
    // The newest five minutes are not counted yet; a new counter counts from its first sample on.
    expect(Math.abs(seen.total - truth.total)).toBeLessThan(truth.total / 5_000);
    const left = 1 - (consumedShare(slo, seen) ?? 0);
    const expected = 1 - truth.errors / truth.total / 0.001;
    expect(Math.abs(left - expected)).toBeLessThan(0.001);
    // All but the first count, of which nobody knows how far back it reaches.
    expect(Math.abs(seen.observedMs - (30 * DAY - 5 * MINUTE))).toBeLessThan(MINUTE);
    expect(store.stats().blocks.count).toBeGreaterThan(25);
  });

  it('survives a proxy that begins anew and hours that nobody looked: within a hundredth of the budget', async () => {
    const outage = within(3 * DAY + 8 * HOUR + 123 * SECOND, 3 * DAY + 8 * HOUR + 123 * SECOND + 20 * MINUTE);
    const restarts = [1 * DAY + 90 * SECOND, 3 * DAY + 8 * HOUR + 10 * MINUTE, 4 * DAY];
    const away = (at: number) => within(5 * DAY, 5 * DAY + 20 * MINUTE)(at) || within(6 * DAY, 6 * DAY + 3 * HOUR)(at);
    const { slo, seen, truth } = await traffic({ days: 8, failing: outage, restarts, away });
    // Of the budget of eight days, nearly twice is spent.
    const spent = (consumedShare(slo, seen) ?? 0) / (truth.errors / truth.total / 0.001);
    expect(Math.abs(spent - 1)).toBeLessThan(0.01);
    // Twenty minutes and three hours had no counts; the first count, and the one after the hours, reach back nobody knows how far.
    expect(Math.abs(seen.observedMs - (8 * DAY - 210 * MINUTE))).toBeLessThan(MINUTE);
    expect(judgeSlo(slo, seen)).toMatchObject({ state: 'exhausted' });
  });
});
