import type { Clock } from '../clock/clock.ts';
import type { CircuitState } from '../health/checks/circuit-breaker.ts';

/** The protected function. Its signal aborts when nobody waits for its result any more. */
export type Run<T> = (signal: AbortSignal) => Promise<T> | T;

/** One protection around a call. */
export interface Layer {
  execute<T>(run: Run<T>, signal: AbortSignal): Promise<T>;
}

/** What a layer works with, and whom it tells what happens. */
export interface Surroundings {
  readonly clock: Clock;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly observer: Observer;
}

export interface Retrying {
  /** 1 for the first retry. */
  readonly retry: number;
  readonly waitMs: number;
  readonly error: unknown;
}

export interface CircuitOpened {
  readonly calls: number;
  readonly failures: number;
  readonly openMs: number;
  readonly error: unknown;
}

export interface Observer {
  /** Told once of a circuit breaker: how to read its state at any time. */
  readonly circuit: (state: () => CircuitState) => void;
  readonly circuitOpened: (opened: CircuitOpened) => void;
  readonly circuitTrying: () => void;
  readonly circuitClosed: () => void;
  /** Told once of a bulkhead: how to read its use at any time. */
  readonly bulkhead: (use: () => BulkheadUse) => void;
  readonly retrying: (retrying: Retrying) => void;
}

export interface BulkheadUse {
  readonly running: number;
  readonly waiting: number;
}

/** A protection as it is asked for, to be laid around calls by `policy`. Each policy that it is given to has one of its own. */
export type Part = (surroundings: Surroundings) => Layer;
