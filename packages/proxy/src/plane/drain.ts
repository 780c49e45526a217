import type { Slot } from '../control/contract.ts';
import type { DrainCount } from '../worker/messages.ts';
import type { Plane } from './plane.ts';

/**
 * Waits until the slot has no request in flight. Event streams and upgraded connections never end by themselves, so they are closed
 * at once and their clients come back to whatever serves now; what else is left at the deadline is cut. Idle connections to the
 * slot's targets are closed at the end.
 */
export async function drainSlot(plane: Plane, name: Slot, deadlineMs: number): Promise<DrainCount> {
  const slot = plane.router.slots[name];
  const streamsClosed = closeStreams(plane, name);
  const inFlight = slot.inFlight;
  if (inFlight > 0) await idleOrDeadline(slot, deadlineMs);
  const cancelled = slot.inFlight;
  for (const client of [...plane.clients]) if (client.exchange.slot === slot) client.exchange.cancel();
  for (const target of slot.targets) target.closeIdle();
  return { finished: Math.max(0, inFlight - cancelled), cancelled, streamsClosed };
}

function closeStreams(plane: Plane, name: Slot): number {
  const streams = [...plane.clients].filter(({ exchange }) => exchange.slot?.name === name && exchange.isStream);
  for (const { exchange } of streams) exchange.closeStream();
  return streams.length;
}

function idleOrDeadline(slot: { onIdle: (() => void) | undefined }, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const before = slot.onIdle;
    const end = () => {
      clearTimeout(timer);
      slot.onIdle = before;
      before?.();
      resolve();
    };
    const timer = setTimeout(end, deadlineMs);
    slot.onIdle = end;
  });
}

/** Ends all clients of a stopping worker: idle ones at once, streams at once, busy ones after their answer or at the deadline. */
export async function drainAll(plane: Plane, deadlineMs: number): Promise<void> {
  plane.stop();
  for (const client of [...plane.clients]) if (client.exchange.isStream) client.exchange.closeStream();
  await plane.emptied(deadlineMs);
  for (const client of [...plane.clients]) client.exchange.cancel();
  plane.destroy();
}
