import type { Metric } from './metrics.ts';
import { questionAbout } from './metrics.ts';

export interface Starter {
  readonly words: string;
  readonly expr: string;
}

interface Common extends Starter {
  /** The metric without which it has no answer. */
  readonly needs: string;
}

const common: readonly Common[] = [
  {
    needs: 'seaworthy_proxy_slot_requests_total',
    words: 'How many requests come in, by slot?',
    expr: 'sum by (slot) (rate(seaworthy_proxy_slot_requests_total[5m]))',
  },
  {
    needs: 'seaworthy_proxy_slot_requests_total',
    words: 'Which share of the requests fails?',
    expr: 'sum(rate(seaworthy_proxy_slot_requests_total{class="5xx"}[5m]))\n  / sum(rate(seaworthy_proxy_slot_requests_total[5m]))',
  },
  {
    needs: 'seaworthy_proxy_slot_response_seconds',
    words: 'How long do the slowest 5 % take?',
    expr: 'histogram_quantile(0.95, sum by (le, slot) (rate(seaworthy_proxy_slot_response_seconds_bucket[5m])))',
  },
  { needs: 'up', words: 'Does everything show its metrics?', expr: 'up' },
  { needs: 'system_cpu_usage_percent', words: 'How busy is the machine?', expr: 'system_cpu_usage_percent' },
  {
    needs: 'process_resident_memory_bytes',
    words: 'How much memory does each process take?',
    expr: 'process_resident_memory_bytes',
  },
  {
    needs: 'ALERTS',
    words: 'Which alerts are firing?',
    expr: 'ALERTS{alertstate="firing"}',
  },
];

const everywhere = /^(seaworthy|process|system|nodejs|scrape|up$|ALERTS|slo_|prometheus)/;
const mostOwn = 6;

/** Questions that have an answer here: about every service, then about what this one measures itself. */
export function startersOf(metrics: readonly Metric[]): readonly Starter[] {
  const names = new Set(metrics.map(({ name }) => name));
  const known = common.filter(({ needs }) => names.has(needs)).map(({ words, expr }) => ({ words, expr }));
  const own = metrics.filter(({ name, type, help }) => !everywhere.test(name) && type !== 'unknown' && help !== '');
  return [...known, ...spread(own).map((metric) => ({ words: metric.help, expr: questionAbout(metric) }))];
}

/** Of all of them a few, from the whole alphabet. */
function spread(metrics: readonly Metric[]): readonly Metric[] {
  const every = Math.max(1, metrics.length / mostOwn);
  return metrics.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every)).slice(0, mostOwn);
}
