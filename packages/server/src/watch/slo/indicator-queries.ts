import type { SloConfig, SloIndicator } from '../../config/slo-config.ts';
import { exactIncrease, settledRange } from './counting.ts';

/** PromQL for what an objective counts. Each gives one series without labels, or none when nothing was counted. */
export interface IndicatorQueries {
  /** Within the last five minutes, so that such counts can be added up. */
  readonly countedErrors: string;
  readonly countedTotal: string;
  /** Within a range up to now. */
  errors(range: string): string;
  total(range: string): string;
}

export function indicatorQueries({ indicator }: Pick<SloConfig, 'indicator'>): IndicatorQueries {
  switch (indicator.kind) {
    case 'availability':
      return availability;
    case 'latency':
      return latency(indicator.thresholdMs);
    case 'probe':
      return probe(indicator.probe);
    case 'query':
      return written(indicator);
  }
}

const PROXY = 'job="seaworthy-proxy"';
const REQUESTS = `seaworthy_proxy_requests_total{${PROXY}}`;
const FAILED = `seaworthy_proxy_requests_total{${PROXY},class="5xx"}`;
const CUT = `seaworthy_proxy_slot_cut_total{${PROXY}}`;

/** Requests whose client left before any answer have no class: they are neither good nor bad. */
const availability: IndicatorQueries = {
  countedErrors: `sum((${exactIncrease(FAILED)}) or (${exactIncrease(CUT)}))`,
  countedTotal: `sum(${exactIncrease(REQUESTS)})`,
  errors: (range) => `sum(increase(${FAILED}[${range}]) or increase(${CUT}[${range}]))`,
  total: (range) => `sum(increase(${REQUESTS}[${range}]))`,
};

/** A failed answer that came in time is in time: availability is another objective. */
function latency(thresholdMs: number): IndicatorQueries {
  const answers = `seaworthy_proxy_slot_response_seconds_count{${PROXY}}`;
  const inTime = `seaworthy_proxy_slot_response_seconds_bucket{${PROXY},${boundMatcher(thresholdMs / 1000)}}`;
  return {
    countedErrors: `sum(${exactIncrease(answers)}) - sum(${exactIncrease(inTime)})`,
    countedTotal: `sum(${exactIncrease(answers)})`,
    errors: (range) => `clamp_min(sum(increase(${answers}[${range}])) - sum(increase(${inTime}[${range}])), 0)`,
    total: (range) => `sum(increase(${answers}[${range}]))`,
  };
}

/** Prometheus 3 writes whole bounds as 1.0 when it stores them, Prometheus 2 as they come. */
function boundMatcher(seconds: number): string {
  return Number.isInteger(seconds) ? `le=~"${seconds}|${seconds}[.]0"` : `le="${seconds}"`;
}

/** Each look is in one range only, so that counts add up by themselves. */
function probe(name: string): IndicatorQueries {
  const looks = `probe_success{job="probe",probe="${name}"}`;
  const counts = (range: string) => ({
    errors: `sum(count_over_time(${range}) - sum_over_time(${range}))`,
    total: `sum(count_over_time(${range}))`,
  });
  const settled = counts(settledRange(looks, '5m'));
  return {
    countedErrors: settled.errors,
    countedTotal: settled.total,
    errors: (range) => counts(`${looks}[${range}]`).errors,
    total: (range) => counts(`${looks}[${range}]`).total,
  };
}

/** Where something was counted and nothing of it was bad, the bad ones may have no series yet: they are 0 then. */
function written({ counted, query, total }: Extract<SloIndicator, { kind: 'query' }>): IndicatorQueries {
  const within = (text: string, range: string) => `sum(${text.replaceAll('$window', range)})`;
  const some = (range: string) => `(${within(query, range)} or ${within(total, range)} * 0)`;
  const errors = (range: string) =>
    counted === 'errors' ? some(range) : `clamp_min(${within(total, range)} - ${some(range)}, 0)`;
  const all = (range: string) => within(total, range);
  return { countedErrors: errors('5m'), countedTotal: all('5m'), errors, total: all };
}
