import type { StatusPageConfig } from '../config/status-page-section.ts';
import { DAY_MS, dayOf } from './day-pieces.ts';
import type { Availability, DaySeen, Ledger, Outage } from './ledger.ts';

/** All that the public is told. What is not in here is told to nobody. */
export interface StatusReport {
  readonly title: string;
  readonly description: string | null;
  /** The worst that is known: down before unknown before up. */
  readonly state: Availability;
  /** To the minute, so that what has not changed is the same. */
  readonly asOf: string;
  readonly historyDays: number;
  readonly components: readonly ComponentReport[];
  /** The latest first. */
  readonly outages: readonly OutageReport[];
}

export interface ComponentReport {
  readonly name: string;
  readonly state: Availability;
  /** Share of the observed time, 0 to 1, never rounded up; null when nothing was observed. */
  readonly availability: number | null;
  readonly observedSeconds: number;
  /** The oldest first, today last. */
  readonly days: readonly DayReport[];
}

export interface DayReport {
  readonly date: string;
  /** Of today, in whole minutes. */
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** In which nobody looked, up to now. */
  readonly unknownSeconds: number;
}

export interface OutageReport {
  readonly id: string;
  readonly component: string;
  readonly beganAt: string;
  readonly endedAt: string | null;
  /** How long it was seen; the rest of it nobody looked. */
  readonly downSeconds: number;
}

export interface ReportOptions {
  readonly config: StatusPageConfig;
  /** In the order of the components. */
  readonly ledgers: readonly (Ledger | undefined)[];
  readonly nowMs: number;
  /** Undefined when that is too long ago to say how anything is now. */
  readonly lookedAtMs: number | undefined;
}

const MOST_OUTAGES = 200;
const MINUTE_MS = 60_000;

export function makeReport({ config, ledgers, nowMs, lookedAtMs }: ReportOptions): StatusReport {
  const { title, description = null, historyDays } = config;
  const firstDay = dayOf(nowMs) - historyDays + 1;
  const stretch = { firstDay, historyDays, untilMs: Math.max(lookedAtMs ?? nowMs, dayOf(nowMs) * DAY_MS) };
  const components = config.components.map(({ name }, index) => {
    const ledger = ledgers[index];
    const state = lookedAtMs === undefined ? 'unknown' : (ledger?.state ?? 'unknown');
    return { name, state, ...history(ledger?.days ?? new Map(), stretch) };
  });
  const outages = config.components.flatMap(({ name }, index) =>
    (ledgers[index]?.outages ?? [])
      .filter(({ endedAtMs = nowMs }) => dayOf(endedAtMs) >= firstDay)
      .map((outage) => outageReport(name, outage)),
  );
  return {
    ...{ title, description, state: worst(components.map(({ state }) => state)) },
    ...{ asOf: iso(nowMs - (nowMs % MINUTE_MS)), historyDays, components },
    outages: outages.sort((a, b) => b.beganAt.localeCompare(a.beganAt)).slice(0, MOST_OUTAGES),
  };
}

function worst(states: readonly Availability[]): Availability {
  return (['down', 'unknown'] as const).find((state) => states.includes(state)) ?? 'up';
}

interface Stretch {
  readonly firstDay: number;
  readonly historyDays: number;
  readonly untilMs: number;
}

function history(seen: ReadonlyMap<number, DaySeen>, { firstDay, historyDays, untilMs }: Stretch) {
  const days = Array.from({ length: historyDays }, (_, index) => firstDay + index);
  const totals = days.map((day) => seen.get(day) ?? { upMs: 0, downMs: 0 });
  const upMs = totals.reduce((sum, day) => sum + day.upMs, 0);
  const downMs = totals.reduce((sum, day) => sum + day.downMs, 0);
  const observedMs = upMs + downMs;
  return {
    availability: observedMs === 0 ? null : Math.floor((upMs / observedMs) * 1e5) / 1e5,
    observedSeconds: Math.floor(observedMs / MINUTE_MS) * 60,
    days: days.map((day) => dayReport(day, seen.get(day), Math.min(DAY_MS, untilMs - day * DAY_MS))),
  };
}

/** Any failure is told, be it for less than a second; time that is up is not rounded up. */
function dayReport(day: number, { upMs, downMs }: DaySeen = { upMs: 0, downMs: 0 }, elapsedMs: number): DayReport {
  const stepMs = elapsedMs < DAY_MS ? MINUTE_MS : 1_000;
  return {
    date: iso(day * DAY_MS).slice(0, 10),
    upSeconds: (Math.floor(upMs / stepMs) * stepMs) / 1_000,
    downSeconds: Math.ceil(downMs / 1_000),
    unknownSeconds: Math.max(0, Math.round((elapsedMs - upMs - downMs) / 1_000)),
  };
}

function outageReport(component: string, { id, beganAtMs, endedAtMs, downMs }: Outage): OutageReport {
  const endedAt = endedAtMs === undefined ? null : iso(endedAtMs);
  return { id, component, beganAt: iso(beganAtMs), endedAt, downSeconds: Math.ceil(downMs / 1_000) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
