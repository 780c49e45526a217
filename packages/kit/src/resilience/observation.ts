import type { CircuitState } from '../health/checks/circuit-breaker.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/instruments.ts';
import type { BulkheadUse, Observer } from './layer.ts';
import type { Observed, PolicyName } from './policy-name.ts';
import type { ResilienceMetrics } from './resilience-metrics.ts';
import { registerResilienceMetrics } from './resilience-metrics.ts';

/** Everything that policies tell, turned into metrics, log lines and the states of circuits. */
export class Observation {
  readonly #logger: Logger | undefined;
  readonly #metrics: ResilienceMetrics | undefined;
  readonly #taken = new Set<string>();
  readonly #circuits: Observed<CircuitState>[] = [];
  readonly #bulkheads: Observed<BulkheadUse>[] = [];

  constructor({ logger, metrics }: { readonly logger?: Logger; readonly metrics?: Metrics }) {
    this.#logger = logger;
    const sources = { circuits: this.#circuits, bulkheads: this.#bulkheads };
    this.#metrics = metrics && registerResilienceMetrics(metrics, sources);
  }

  circuits(): Readonly<Record<string, CircuitState>> {
    return Object.fromEntries(this.#circuits.map(({ name, read }) => [keyOf(name), read()]));
  }

  of(name: PolicyName): { readonly observer: Observer; readonly settled: (outcome: string) => void } {
    const key = keyOf(name);
    if (this.#taken.has(key)) throw new TypeError(`policy ${key} is defined already`);
    this.#taken.add(key);
    const metrics = this.#metrics;
    const logger = this.#logger?.child({ component: name.component, category: name.category });
    const observer: Observer = {
      circuit: (read) => void this.#circuits.push({ name, read }),
      bulkhead: (read) => void this.#bulkheads.push({ name, read }),
      circuitOpened: (opened) => logger?.warn('circuit open: calls are refused for now', { ...opened }),
      circuitTrying: () => logger?.info('circuit half open: one call is let through'),
      circuitClosed: () => logger?.info('circuit closed: calls go through again'),
      retrying: ({ retry, waitMs, error }) => {
        metrics?.retried(name);
        logger?.debug('trying again', { retry, waitMs: Math.round(waitMs), error });
      },
    };
    metrics?.begin(name);
    return { observer, settled: (outcome) => metrics?.settled(name, outcome) };
  }
}

function keyOf({ component, category }: PolicyName): string {
  return `${component}/${category}`;
}
