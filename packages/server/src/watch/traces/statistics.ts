import type { Outline } from './outline.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { growTree } from './tree.ts';
import { treeTimes } from './tree-times.ts';

/** One kind of work: all spans of a service with one name. */
export interface OperationStatistics {
  readonly service: string;
  readonly name: string;
  /** Spans that were looked at. */
  readonly spans: number;
  /** How many there were, with those that sampling left out: an estimate. */
  readonly count: number;
  readonly errorShare: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly mostNs: number;
  /** Mean of the time in which the span itself was at work, and none of its children. */
  readonly meanSelfNs: number;
  /** Of all the time that traces took, the share that they waited for this. */
  readonly criticalShare: number;
}

interface Operation {
  readonly service: string;
  readonly name: string;
  readonly durations: QuantileSketch;
  spans: number;
  errors: number;
  selfNs: number;
  criticalNs: number;
}

/** More kinds than this are counted as one: names that hold an id would otherwise fill the memory. */
const MOST_OPERATIONS = 500;
const OTHERS = { service: '(others)', name: '(others)' };

/**
 * Sums up traces, one after the other. Each counts by its weight, so that sampling, which favours what failed or was
 * slow, does not make the service look worse than it is.
 */
export class TraceStatistics {
  readonly #operations = new Map<string, Operation>();
  #traces = 0;
  #criticalNs = 0;

  get traces(): number {
    return this.#traces;
  }

  add({ spans }: Outline, weight: number): void {
    this.#traces += 1;
    const nodes = growTree(spans);
    for (const [{ span }, { selfNs, criticalNs }] of treeTimes(nodes)) {
      const operation = this.#operationOf(span.service, span.name);
      operation.durations.add(span.endNs - span.startNs, weight);
      operation.spans += 1;
      operation.errors += span.isError ? weight : 0;
      operation.selfNs += selfNs * weight;
      operation.criticalNs += criticalNs * weight;
      this.#criticalNs += criticalNs * weight;
    }
  }

  /** Those first that traces wait for most. */
  result(): readonly OperationStatistics[] {
    const results = [...this.#operations.values()].map((operation) => this.#resultOf(operation));
    return results.sort((one, other) => other.criticalShare - one.criticalShare || other.count - one.count);
  }

  #resultOf({ service, name, durations, spans, errors, selfNs, criticalNs }: Operation): OperationStatistics {
    const [p50Ns = 0, p95Ns = 0, p99Ns = 0] = durations.quantiles([0.5, 0.95, 0.99]);
    const count = durations.total;
    return {
      ...{ service, name, spans, count, p50Ns, p95Ns, p99Ns, mostNs: durations.most },
      errorShare: errors / count,
      meanSelfNs: selfNs / count,
      criticalShare: this.#criticalNs === 0 ? 0 : criticalNs / this.#criticalNs,
    };
  }

  #operationOf(service: string, name: string): Operation {
    const key = `${service}\n${name}`;
    const known = this.#operations.get(key);
    if (known !== undefined) return known;
    if (this.#operations.size >= MOST_OPERATIONS && service !== OTHERS.service) {
      return this.#operationOf(OTHERS.service, OTHERS.name);
    }
    const sums = { spans: 0, errors: 0, selfNs: 0, criticalNs: 0 };
    const operation: Operation = { service, name, durations: new QuantileSketch(), ...sums };
    this.#operations.set(key, operation);
    return operation;
  }
}
