import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProbeConfig } from '../../config/metrics-config.ts';
import { virtualClock } from '../../platform/testing.ts';
import { RecordingStore } from '../samples/testing.ts';
import { OwnHealth } from '../self/own-health.ts';
import { keysOf, valueAt } from './json-path.ts';
import type { Look } from './outcome.ts';
import { fail, pass, unsupported } from './outcome.ts';
import { Prober } from './prober.ts';
import { afterLook, nothingKnown } from './rise-fall.ts';
import { testProbe } from './testing.ts';

const tcp = { kind: 'tcp', host: '127.0.0.1', port: 1 } as const;
const labels = 'instance="127.0.0.1:1", job="probe", kind="tcp", probe="site"';

function prober(look: Look | undefined, probes: readonly ProbeConfig[] = [testProbe(tcp)]) {
  const clock = virtualClock();
  const store = new RecordingStore();
  const ownHealth = new OwnHealth({ clock });
  const over = look === undefined ? {} : { look: () => look };
  const options = { clock, appender: store.appender, ownHealth, random: () => 0, report: () => {}, ...over };
  const made = new Prober(probes, options);
  const running = made.run();
  onTestFinished(async () => {
    await made.stop();
    await running;
  });
  /** Samples of the latest look of the probe, without those about ourselves. */
  const seen = () => {
    const batch = store.batches.findLast(({ samples }) => [...samples.keys()].some((key) => key.startsWith('probe_')));
    return Object.fromEntries(batch?.samples ?? []);
  };
  return { clock, store, ownHealth, prober: made, seen };
}

describe('rise and fall', () => {
  it.each([
    ['p', 'up'],
    ['f', 'unknown'],
    ['ff', 'down'],
    ['pf', 'up'],
    ['pff', 'down'],
    ['pfpfpf', 'up'],
    ['ffp', 'down'],
    ['ffpp', 'up'],
    ['pfu', 'unknown'],
    ['pfuf', 'up'],
    ['pfuff', 'down'],
    ['ffu', 'unknown'],
    ['ffuf', 'down'],
  ])('after %s it is %s', (looks, health) => {
    const verdicts = { p: 'pass', f: 'fail', u: 'unknown' } as const;
    const isFirst = looks.startsWith('p') ? 1 : 2;
    const standing = [...looks].reduce(
      (before, look) => afterLook(before, verdicts[look as 'p' | 'f' | 'u'], { rise: isFirst, fall: 2 }),
      nothingKnown,
    );
    expect(standing.health).toBe(health);
  });
});

describe('a prober', () => {
  it('records each look, and what rise and fall make of it', async () => {
    let outcome = pass('fine', { probe_dns_answer_rrs: 2 });
    const { clock, seen, prober: made } = prober(async () => outcome);
    await clock.advance(0);
    expect(seen()).toEqual({
      [`probe_success{${labels}}`]: 1,
      [`probe_up{${labels}}`]: 1,
      [`probe_unknown{${labels}}`]: 0,
      [`probe_duration_seconds{${labels}}`]: 0,
      [`probe_dns_answer_rrs{${labels}}`]: 2,
    });
    outcome = fail('gone');
    await clock.advance(30_000);
    expect(seen()).toMatchObject({ [`probe_success{${labels}}`]: 0, [`probe_up{${labels}}`]: 1 });
    await clock.advance(30_000);
    expect(seen()).toMatchObject({ [`probe_success{${labels}}`]: 0, [`probe_up{${labels}}`]: 0 });
    expect(made.states()[0]).toMatchObject({ standing: { health: 'down' }, reason: 'gone', lastLookMs: clock.now() });
  });

  it('breaks off a look that takes too long', async () => {
    let aborted: unknown;
    const {
      clock,
      seen,
      prober: made,
    } = prober((signal) => {
      signal.addEventListener('abort', () => {
        aborted = signal.reason;
      });
      return new Promise(() => {});
    });
    await clock.advance(5_000);
    expect(seen()).toMatchObject({ [`probe_success{${labels}}`]: 0, [`probe_duration_seconds{${labels}}`]: 5 });
    expect(made.states()[0]?.reason).toBe('no answer within 5000 ms');
    expect(aborted).toBeInstanceOf(Error);
  });

  it('says UNKNOWN, never DOWN, when it was ourselves, and counts it', async () => {
    const {
      clock,
      seen,
      store,
      ownHealth,
      prober: made,
    } = prober(async () => {
      ownHealth.note('event_loop');
      return fail('timeout');
    });
    await clock.advance(90_000);
    expect(seen()).toEqual({ [`probe_unknown{${labels}}`]: 1 });
    expect(made.states()[0]).toMatchObject({
      standing: { health: 'unknown' },
      reason: 'nothing is known: our own event_loop failed (timeout)',
    });
    const own = store.batches.flatMap(({ samples }) => [...samples]).filter(([key]) => key.includes('event_loop'));
    expect(own.at(-1)).toEqual(['seaworthy_own_faults_total{fault="event_loop", job="seaworthy"}', 4]);
    const everDown = store.batches.some(({ samples }) => samples.get(`probe_up{${labels}}`) === 0);
    expect(everDown).toBe(false);
  });

  it('says UNKNOWN when it cannot look at all', async () => {
    const { clock, seen, prober: made } = prober(async () => unsupported('there is no "ping" here'));
    await clock.advance(0);
    expect(seen()).toEqual({ [`probe_unknown{${labels}}`]: 1 });
    expect(made.states()[0]?.reason).toBe('there is no "ping" here');
  });

  it('lets no look wait for another', async () => {
    const probes = [testProbe(tcp, { name: 'slow' }), testProbe(tcp, { name: 'fast' })];
    let first = true;
    const { clock, prober: made } = prober(() => {
      const hangs = first;
      first = false;
      return hangs ? new Promise(() => {}) : Promise.resolve(pass('fine'));
    }, probes);
    await clock.advance(0);
    expect(made.states().map(({ reason }) => reason)).toEqual(['not looked yet', 'fine']);
  });

  it('hears the beats that others push, and takes silence for failure', async () => {
    const { clock, prober: made } = prober(undefined, [testProbe({ kind: 'push' }, { name: 'backup', fall: 1 })]);
    const health = () => made.states()[0]?.standing.health;
    await clock.advance(0);
    expect(health()).toBe('unknown');
    made.heartbeats.beat('backup', { status: 'ok', message: 'done' });
    await clock.advance(30_000);
    expect(health()).toBe('up');
    await clock.advance(30_000);
    expect(made.states()[0]).toMatchObject({ standing: { health: 'down' }, reason: 'no beat for 60 s' });
    made.heartbeats.beat('backup', { status: 'fail', message: 'disk full' });
    await clock.advance(30_000);
    expect(made.states()[0]).toMatchObject({ standing: { health: 'down' }, reason: 'disk full' });
  });
});

it.each([
  ['a.b', 1],
  ['$.a.b', 1],
  ['a["b"]', 1],
  ['list[1].x', 2],
  ['a.c', undefined],
  ['$', { a: { b: 1 }, list: [0, { x: 2 }] }],
])('the path %s leads to %j', (path, expected) => {
  expect(valueAt({ a: { b: 1 }, list: [0, { x: 2 }] }, path)).toEqual(expected);
});

it.each(['a..b', 'a[x]', 'a[', '.'])('%j is no path', (path) => {
  expect(() => keysOf(path)).toThrow('is no path');
});
