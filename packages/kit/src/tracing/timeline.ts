import type { TimeInput } from '@opentelemetry/api';
import type { Clock } from '../clock/clock.ts';

const leastEpochMs = 1e11;

/**
 * Times of one trace in this process: the wall clock is read once, at its first span, and the steady clock from then on.
 * So no child ever seems to outlast its parent because somebody set the wall clock in between.
 */
export class Timeline {
  readonly #originMs: number;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#originMs = Math.round(clock.now() - clock.monotonicMs());
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }

  /** A moment that was given from outside, in any form that OpenTelemetry's API takes; without one, now. */
  at(time: TimeInput | undefined): number {
    if (time === undefined) return this.nowMs();
    if (time instanceof Date) return time.getTime() - this.#originMs;
    if (typeof time !== 'number') return time[0] * 1000 - this.#originMs + time[1] / 1e6;
    // A number is of the epoch or of `performance.now()`; the first are past this, and no process runs for three years.
    return time >= leastEpochMs ? time - this.#originMs : time;
  }

  /** Nanoseconds since the epoch, as OTLP writes them: text, for a JSON number cannot hold them. */
  unixNano(ms: number): string {
    const whole = Math.floor(ms);
    return String(BigInt(this.#originMs + whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6)));
  }
}
