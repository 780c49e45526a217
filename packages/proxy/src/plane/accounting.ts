import {
  countAnswer,
  countCut,
  countGone,
  countLatency,
  countRetry,
  countUnanswered,
  moveInFlight,
} from '../counting/side.ts';
import type { Target } from '../routing/target.ts';

/** A request begins at the target. */
export function enter(target: Target): void {
  target.inFlight++;
  target.slot.inFlight++;
  moveInFlight(target.side, 1);
  moveInFlight(target.slot.side, 1);
}

/** It has ended there, in whatever way. */
export function leave(target: Target): void {
  target.inFlight--;
  moveInFlight(target.side, -1);
  moveInFlight(target.slot.side, -1);
  if (--target.slot.inFlight === 0) target.slot.onIdle?.();
}

/** The target's final answer. */
export function recordAnswer(target: Target, status: number, latencyMs: number): void {
  recordStatus(target, status);
  countLatency(target.side, latencyMs);
  countLatency(target.slot.side, latencyMs);
  target.learn(latencyMs);
}

/** The proxy's own answer in place of the target's. */
export function recordStatus(target: Target, status: number): void {
  countAnswer(target.side, status);
  countAnswer(target.slot.side, status);
}

export function recordRetry(target: Target): void {
  countRetry(target.side);
  countRetry(target.slot.side);
}

export function recordCut(target: Target): void {
  countCut(target.side);
  countCut(target.slot.side);
}

/** The client left: while its answer, already counted, was on the way, or before any. */
export function recordGone(target: Target, isAnswered: boolean): void {
  const count = isAnswered ? countGone : countUnanswered;
  count(target.side);
  count(target.slot.side);
}
