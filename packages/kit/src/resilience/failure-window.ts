import type { Clock } from '../clock/clock.ts';

interface Slice {
  startedMs: number;
  calls: number;
  failures: number;
}

const slicesInWindow = 10;

/** Calls and failures of the last `windowMs`, kept as ten slices: what is told is at most a tenth of the window late. */
export class FailureWindow {
  readonly #windowMs: number;
  readonly #clock: Clock;
  #slices: Slice[] = [];

  constructor(windowMs: number, clock: Clock) {
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  record(isFailure: boolean): void {
    const slice = this.#present();
    slice.calls += 1;
    if (isFailure) slice.failures += 1;
  }

  counts(): { readonly calls: number; readonly failures: number } {
    this.#forget();
    const sum = (field: 'calls' | 'failures') => this.#slices.reduce((total, slice) => total + slice[field], 0);
    return { calls: sum('calls'), failures: sum('failures') };
  }

  clear(): void {
    this.#slices = [];
  }

  #present(): Slice {
    this.#forget();
    const nowMs = this.#clock.monotonicMs();
    const last = this.#slices.at(-1);
    if (last !== undefined && nowMs < last.startedMs + this.#windowMs / slicesInWindow) return last;
    const slice = { startedMs: nowMs, calls: 0, failures: 0 };
    this.#slices.push(slice);
    return slice;
  }

  #forget(): void {
    const oldestMs = this.#clock.monotonicMs() - this.#windowMs;
    this.#slices = this.#slices.filter(({ startedMs }) => startedMs > oldestMs);
  }
}
