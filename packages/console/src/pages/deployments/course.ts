import type { Slot, Traffic } from '@seaworthy/api';
import type { PrometheusAnswer } from '@seaworthy/api/caller';

/** One number of each slot over a stretch of time. */
export interface Course {
  /** Seconds since 1970, rising. */
  readonly times: readonly number[];
  /** One for each time; null: nothing was measured. */
  readonly bySlot: Readonly<Record<Slot, readonly (number | null)[]>>;
}

export type CourseName = 'requests' | 'errors' | 'latency';

type SlotTraffic = Traffic['slots'][number];

const read: Readonly<Record<CourseName, (slot: SlotTraffic) => number | null>> = {
  requests: ({ requestsPerSecond }) => requestsPerSecond,
  errors: ({ requestsPerSecond, errorsPerSecond }) =>
    requestsPerSecond > 0 ? Math.min(1, errorsPerSecond / requestsPerSecond) : null,
  latency: ({ p95LatencyMs }) => p95LatencyMs,
};

/** From what the stream told, second by second. */
export function courseOfTraffic(name: CourseName, samples: readonly Traffic[]): Course {
  const of = (slot: Slot) =>
    samples.map(({ slots }) => {
      const found = slots.find((each) => each.slot === slot);
      return found === undefined ? null : read[name](found);
    });
  return {
    times: samples.map(({ time }) => Date.parse(time) / 1000),
    bySlot: { blue: of('blue'), green: of('green') },
  };
}

/** What is asked of the sample store, by slot. A request whose answer broke off has failed too. */
export function questionOf(name: CourseName, windowSeconds: number): string {
  const over = `[${windowSeconds}s]`;
  const sum = (series: string) => `sum by (slot) (rate(${series}${over}))`;
  const all = sum('seaworthy_proxy_slot_requests_total');
  switch (name) {
    case 'requests':
      return all;
    case 'errors': {
      const bad = `(${sum('seaworthy_proxy_slot_requests_total{class="5xx"}')} or 0 * ${all})`;
      return `(${bad} + (${sum('seaworthy_proxy_slot_cut_total')} or 0 * ${all})) / (${all} > 0)`;
    }
    case 'latency': {
      const buckets = `sum by (slot, le) (rate(seaworthy_proxy_slot_response_seconds_bucket${over}))`;
      return `1000 * histogram_quantile(0.95, ${buckets})`;
    }
  }
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** From a matrix with a series for each slot, on one grid of times. */
export function courseOfAnswer({ data }: PrometheusAnswer): Course {
  const { result = [] } = data as { result?: readonly Series[] };
  const times = [...new Set(result.flatMap(({ values }) => values.map(([time]) => time)))].sort((a, b) => a - b);
  const of = (slot: Slot) => {
    const values = result.find(({ metric }) => metric['slot'] === slot)?.values ?? [];
    const byTime = new Map(values);
    return times.map((time) => numberOf(byTime.get(time)));
  };
  return { times, bySlot: { blue: of('blue'), green: of('green') } };
}

/** Each number moved into the middle of the time that it is of, where what it tells of has happened. */
export function centred({ times, bySlot }: Course, windowSeconds: number): Course {
  return { times: times.map((time) => time - windowSeconds / 2), bySlot };
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** So much before and after a deployment is shown with it: what it was like without it. */
const besideMs = 45_000;

export function spanOf(startedAt: string, endedAt: string | null, nowMs: number): Span {
  const endMs = endedAt === null ? nowMs : Math.min(nowMs, Date.parse(endedAt) + besideMs);
  return { startMs: Date.parse(startedAt) - besideMs, endMs };
}

/** The samples of the span; undefined when the stream began too late, or has gone on too far, to tell of it. */
export function seenWithin(samples: readonly Traffic[], startedAt: string, span: Span): Traffic[] | undefined {
  const [first] = samples;
  if (first === undefined || Date.parse(first.time) > Date.parse(startedAt)) return undefined;
  return samples.filter(({ time }) => Date.parse(time) >= span.startMs && Date.parse(time) <= span.endMs);
}

/** About 120 points, and none finer than the store has. */
export function stepOf({ startMs, endMs }: Span): number {
  return Math.max(5, Math.ceil((endMs - startMs) / 1000 / 120));
}
