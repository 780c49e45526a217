import type { Clock } from '../../platform/clock.ts';
import type { Look } from './outcome.ts';
import { fail, pass } from './outcome.ts';

/** What a job says of itself when it is done. */
export interface Beat {
  readonly status: 'ok' | 'fail';
  readonly message: string;
}

interface Heard extends Beat {
  readonly atMs: number;
}

/** Beats that others push to us: silence is the alarm. */
export class Heartbeats {
  readonly #last = new Map<string, Heard>();
  readonly #sinceMs: number;

  constructor(readonly clock: Clock) {
    this.#sinceMs = clock.monotonicMs();
  }

  beat(name: string, beat: Beat): void {
    this.#last.set(name, { ...beat, atMs: this.clock.monotonicMs() });
  }

  /** Fails when nothing came for longer than `silenceMs`, or when the last beat said so itself. */
  look(name: string, silenceMs: number): Look {
    return async () => {
      const last = this.#last.get(name);
      const ageMs = this.clock.monotonicMs() - (last?.atMs ?? this.#sinceMs);
      const measures = { probe_heartbeat_age_seconds: ageMs / 1_000 };
      if (ageMs > silenceMs) return fail(`no beat for ${Math.round(ageMs / 1_000)} s`, measures);
      if (last === undefined) return { verdict: 'unsupported', reason: 'no beat yet', measures };
      return last.status === 'ok' ? pass(last.message, measures) : fail(last.message || 'the job failed', measures);
    };
  }
}
