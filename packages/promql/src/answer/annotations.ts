import type { Range } from '../ast/index.ts';

/** Remarks on an answer: warnings say that it may be wrong, infos that it may not be what was meant. */
export class Annotations {
  readonly #warnings = new Set<string>();
  readonly #infos = new Set<string>();

  constructor(private readonly query: string) {}

  warn(message: string, place: Range): void {
    this.#warnings.add(`PromQL warning: ${message} (${this.#position(place)})`);
  }

  inform(message: string, place: Range): void {
    this.#infos.add(`PromQL info: ${message} (${this.#position(place)})`);
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  get infos(): readonly string[] {
    return [...this.#infos];
  }

  #position({ start }: Range): string {
    const before = this.query.slice(0, start).split('\n');
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  }
}

/** A warning for each quantile that none of the samples can be at. */
export function checkQuantiles(phis: Float64Array, place: Range, annotations: Annotations): void {
  for (const phi of phis) {
    if (phi >= 0 && phi <= 1) continue;
    annotations.warn(`quantile value should be between 0 and 1, got ${goNumber(phi)}`, place);
  }
}

function goNumber(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
