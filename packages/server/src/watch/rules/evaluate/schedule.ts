import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';

/** When a group is evaluated: every interval, at a place within it that is its own, so that not all work at once. */
export interface Schedule {
  readonly intervalMs: number;
  readonly offsetMs: number;
}

/** The same group has the same place after every start. */
export function scheduleOf(file: string, name: string, intervalMs: number): Schedule {
  const digest = createHash('sha256')
    .update(JSON.stringify([file, name]))
    .digest();
  return { intervalMs, offsetMs: Number(digest.readBigUInt64BE() % BigInt(intervalMs)) };
}

/** The latest time of evaluation at or before `now`. */
export function slotAt(now: number, { intervalMs, offsetMs }: Schedule): number {
  return Math.floor((now - offsetMs) / intervalMs) * intervalMs + offsetMs;
}

export interface LoopOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly signal: AbortSignal;
  /** Handles its own errors. */
  readonly evaluate: (at: number, missed: number) => Promise<void>;
}

/** Evaluates at every slot until aborted. Slots that pass while an evaluation lasts are left out, and counted. */
export async function runLoop({ clock, schedule, signal, evaluate }: LoopOptions): Promise<void> {
  let slot = slotAt(clock.now(), schedule);
  while (await hasSlept(clock, untilNext(clock.now(), slot, schedule), signal)) {
    const reached = slotAt(clock.now(), schedule);
    // A clock that was set back: begin anew from where it stands.
    const missed = reached > slot ? (reached - slot) / schedule.intervalMs - 1 : 0;
    slot = reached;
    await evaluate(slot, missed);
  }
}

function untilNext(now: number, slot: number, { intervalMs }: Schedule): number {
  return Math.min(Math.max(slot + intervalMs - now, 0), intervalMs);
}

async function hasSlept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => !signal.aborted,
    () => false,
  );
}
