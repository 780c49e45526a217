import type { CircuitBreakerPolicy, IBackoff, IBreaker, ICircuitBreakerOptions } from 'cockatiel';
import type { CircuitState } from '../health/checks/circuit-breaker.ts';
import { FailureWindow } from './failure-window.ts';
import type { Layer, Run, Surroundings } from './layer.ts';
import { ResilienceError } from './resilience-error.ts';

export interface CircuitSettings {
  readonly failureRate: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly openMs: number;
  readonly isFailure: (error: unknown) => boolean;
}

/** How a call went for the circuit: `unheard` tells nothing of what was called. */
type Verdict = 'failed' | 'works' | 'unheard';

/** An error on its way through the state machine, with its verdict; the caller gets the error alone. */
class Judged extends Error {
  readonly error: unknown;
  readonly verdict: Verdict;
  constructor(error: unknown, verdict: Verdict) {
    super('judged');
    this.error = error;
    this.verdict = verdict;
  }
}

/**
 * cockatiel's circuit breaker, which is loaded with the first call. Its time is ours: whether it may try again is asked of
 * our clock, so that a change of the wall clock neither opens nor closes anything.
 */
export class Circuit implements Layer {
  readonly #settings: CircuitSettings;
  readonly #surroundings: Surroundings;
  readonly #window: FailureWindow;
  #machine: CircuitBreakerPolicy | undefined;
  #names: typeof import('cockatiel').CircuitState | undefined;
  #mayTryAtMs = 0;

  constructor(settings: CircuitSettings, surroundings: Surroundings) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#window = new FailureWindow(settings.windowMs, surroundings.clock);
    surroundings.observer.circuit(() => this.state);
  }

  /** Open until it may be tried again, then half open: it may have no callers, and is not to be called broken for ever. */
  get state(): CircuitState {
    if (this.#machine === undefined || this.#machine.state === this.#names?.Closed) return 'closed';
    return this.#machine.state === this.#names?.HalfOpen || this.#isDue ? 'half-open' : 'open';
  }

  async execute<T>(run: Run<T>, signal: AbortSignal): Promise<T> {
    const machine = this.#machine ?? (await this.#load());
    const isOpen = machine.state === this.#names?.Open && !this.#isDue;
    if (isOpen || machine.state === this.#names?.HalfOpen) throw this.#refusal();
    try {
      return await machine.execute(() => this.#judge(run, signal));
    } catch (error) {
      throw error instanceof Judged ? error.error : error;
    }
  }

  async #judge<T>(run: Run<T>, signal: AbortSignal): Promise<T> {
    try {
      return await run(signal);
    } catch (error) {
      const verdict = this.#verdictOf(error, signal);
      if (verdict === 'works') this.#window.record(false);
      throw new Judged(error, verdict);
    }
  }

  #verdictOf(error: unknown, signal: AbortSignal): Verdict {
    // A timeout around the circuit aborts too, and does speak against what was called.
    const cause = signal.aborted ? signal.reason : error;
    if (signal.aborted && !isTimeout(cause)) return 'unheard';
    if (this.#settings.isFailure(cause)) return 'failed';
    return isRefusal(cause) ? 'unheard' : 'works';
  }

  get #isDue(): boolean {
    return this.#surroundings.clock.monotonicMs() >= this.#mayTryAtMs;
  }

  #refusal(): ResilienceError {
    const { calls, failures } = this.#window.counts();
    const waitMs = Math.max(0, this.#mayTryAtMs - this.#surroundings.clock.monotonicMs());
    const why = waitMs > 0 ? `failed too often, ${failures} of ${calls} calls` : 'is being tried again';
    return new ResilienceError('circuit_open', `what is called ${why}`, Math.ceil(waitMs));
  }

  async #load(): Promise<CircuitBreakerPolicy> {
    const { circuitBreaker, handleWhen, CircuitState: names } = await import('cockatiel');
    if (this.#machine !== undefined) return this.#machine;
    this.#names = names;
    // While it is tried, a call that tells nothing must not close the circuit.
    const counts = (error: Error) =>
      error instanceof Judged &&
      (error.verdict === 'failed' || (error.verdict === 'unheard' && this.#machine?.state !== names.Closed));
    const options: ICircuitBreakerOptions = { breaker: this.#breaker(), halfOpenAfter: { next: () => this.#wait() } };
    this.#machine = circuitBreaker(handleWhen(counts), options);
    this.#listen(this.#machine);
    return this.#machine;
  }

  #breaker(): IBreaker {
    const { failureRate, minimumCalls } = this.#settings;
    return {
      state: undefined,
      success: () => this.#window.record(false),
      failure: () => {
        this.#window.record(true);
        const { calls, failures } = this.#window.counts();
        return calls >= minimumCalls && failures >= failureRate * calls;
      },
    };
  }

  /** The machine compares the wall clock with this; whichever way that was set, the answer is ours. */
  #wait(): IBackoff<unknown> {
    this.#mayTryAtMs = this.#surroundings.clock.monotonicMs() + this.#settings.openMs;
    const isDue = () => this.#isDue;
    return {
      get duration() {
        return isDue() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      },
      next: () => this.#wait(),
    };
  }

  #listen(machine: CircuitBreakerPolicy): void {
    const { observer } = this.#surroundings;
    machine.onBreak((reason) => {
      const error = 'error' in reason && reason.error instanceof Judged ? reason.error.error : undefined;
      observer.circuitOpened({ ...this.#window.counts(), openMs: this.#settings.openMs, error });
    });
    machine.onHalfOpen(() => observer.circuitTrying());
    machine.onReset(() => {
      this.#window.clear();
      observer.circuitClosed();
    });
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof ResilienceError && error.code === 'timed_out';
}

function isRefusal(error: unknown): boolean {
  return error instanceof ResilienceError && error.code !== 'timed_out';
}
