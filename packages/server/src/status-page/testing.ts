import type { StatusPageConfig } from '../config/status-page-section.ts';
import { DAY_MS } from './day-pieces.ts';
import type { DaySeen, Outage } from './ledger.ts';
import { Ledger } from './ledger.ts';
import type { StatusReport } from './report.ts';
import { makeReport } from './report.ts';

/** Ninety days of three components: one that fails now and then, one that is quite well, one that is new. */
export function sampleReport(
  over: Partial<StatusPageConfig> = {},
  nowMs = Date.UTC(2030, 5, 20, 13, 37),
): StatusReport {
  const config: StatusPageConfig = {
    title: 'Doorbell',
    description: 'Who is at the door, and who was. Measured from outside, around the clock.',
    components: ['Ringing and video', 'Face recognition', 'Notifications'].map((name) => ({ name, probe: undefined })),
    ...{ historyDays: 90, url: undefined },
    ...over,
  };
  const today = Math.floor(nowMs / DAY_MS);
  const elapsedMs = nowMs - today * DAY_MS;
  const failures = new Map([
    [today - 61, { upMs: DAY_MS - 5_400_000, downMs: 5_400_000 }],
    [today - 40, { upMs: DAY_MS - 28_800_000, downMs: 0 }],
    [today - 12, { upMs: DAY_MS - 120_000, downMs: 120_000 }],
    [today, { upMs: elapsedMs - 660_000, downMs: 660_000 }],
  ]);
  const ledgers = [
    ledgerOf(daysOf(today, 90, elapsedMs, failures), [
      outage('out_1', (today - 61) * DAY_MS + 30_000_000, 5_400_000),
      outage('out_2', (today - 12) * DAY_MS + 50_000_000, 120_000),
      { ...outage('out_3', nowMs - 660_000, 660_000), endedAtMs: undefined },
    ]),
    ledgerOf(daysOf(today, 75, elapsedMs, new Map([[today - 40, { upMs: 0, downMs: 0 }]])), []),
    ledgerOf(daysOf(today, 5, elapsedMs, new Map()), []),
  ];
  for (const [index, ledger] of ledgers.entries()) {
    ledger.note({ state: index === 0 ? 'down' : 'up', nowMs, sinceLastMs: Number.POSITIVE_INFINITY });
  }
  return makeReport({ config, ledgers, nowMs, lookedAtMs: nowMs });
}

function daysOf(today: number, count: number, elapsedMs: number, special: ReadonlyMap<number, DaySeen>) {
  const days = Array.from({ length: count }, (_, index) => today - index);
  const whole = (day: number) => ({ upMs: day === today ? elapsedMs : DAY_MS, downMs: 0 });
  return new Map(days.map((day) => [day, special.get(day) ?? whole(day)]));
}

function ledgerOf(days: ReadonlyMap<number, DaySeen>, outages: readonly Outage[]): Ledger {
  return new Ledger({ days, outages }, () => 'out_new');
}

function outage(id: string, beganAtMs: number, downMs: number): Outage {
  return { id, beganAtMs, endedAtMs: beganAtMs + downMs, downMs };
}
