import type { Clock } from '../platform/clock.ts';
import { dayOf } from './day-pieces.ts';
import type { Availability, Look } from './ledger.ts';
import { Ledger, LONGEST_SILENCE_MS } from './ledger.ts';
import type { AvailabilityStore } from './store.ts';

/** Something whose availability is recorded. */
export interface Recorded {
  /** Under which it is stored; stays when its public name changes. */
  readonly key: string;
  /** How it is now. One that cannot tell says `unknown`, and so does one that throws. */
  readonly look: () => Availability | Promise<Availability>;
}

export interface RecorderOptions {
  readonly recorded: readonly Recorded[];
  readonly store: AvailabilityStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** So many days are kept. */
  readonly keepDays: number;
  readonly report: (error: unknown, doing: string) => void;
}

export interface Recorder {
  ledger(key: string): Ledger | undefined;
  /** When all of them were last looked at; undefined when that is too long ago to say how they are now. */
  lookedAtMs(): number | undefined;
  /** Stores what is not stored yet. */
  stop(): Promise<void>;
}

export const LOOK_EVERY_MS = 5_000;
/** What a crash loses at most; it is unknown then. */
const STORE_EVERY_MS = 60_000;
/** Sooner after a start, so that a control plane that dies again and again still leaves what it saw. */
const FIRST_STORE_MS = 10_000;

/** Looks at everything every few seconds, and stores what was seen once a minute. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { clock, store, report } = options;
  const firstDay = () => dayOf(clock.now()) - options.keepDays;
  const ledgers = new Map<string, Ledger>();
  for (const { key } of options.recorded) {
    ledgers.set(key, new Ledger(await store.read(key, firstDay()), options.newId));
  }
  let looked: { readonly nowMs: number; readonly monotonicMs: number } | undefined;
  let storedMs = clock.monotonicMs() + FIRST_STORE_MS - STORE_EVERY_MS;
  let keptFrom = Number.NaN;
  let isStopped = false;
  let storing = Promise.resolve();

  const look = async () => {
    const states = await Promise.all(options.recorded.map(stateOf));
    if (isStopped) return;
    const [nowMs, monotonicMs] = [clock.now(), clock.monotonicMs()];
    const sinceLastMs = looked === undefined ? Number.POSITIVE_INFINITY : monotonicMs - looked.monotonicMs;
    for (const [index, { key }] of options.recorded.entries()) {
      const seen: Look = { state: states[index] ?? 'unknown', nowMs, sinceLastMs };
      ledgers.get(key)?.note(seen);
    }
    looked = { nowMs, monotonicMs };
    if (monotonicMs - storedMs < STORE_EVERY_MS) return;
    storing = storeChanges();
    await storing;
  };
  const storeChanges = async () => {
    storedMs = clock.monotonicMs();
    const changes = new Map([...ledgers].map(([key, ledger]) => [key, ledger.takeChanges()]));
    try {
      await store.write(changes);
      if (keptFrom !== firstDay()) await forget();
    } catch (error) {
      for (const [key, taken] of changes) ledgers.get(key)?.giveBack(taken);
      report(error, 'storing the availability');
    }
  };
  const forget = async () => {
    keptFrom = firstDay();
    for (const ledger of ledgers.values()) ledger.forgetBefore(keptFrom);
    await store.forgetBefore(keptFrom);
  };
  void look();
  const stopLooking = clock.every(LOOK_EVERY_MS, look);
  return {
    ledger: (key) => ledgers.get(key),
    lookedAtMs() {
      const isRecent = looked !== undefined && clock.monotonicMs() - looked.monotonicMs <= LONGEST_SILENCE_MS;
      return isRecent ? looked?.nowMs : undefined;
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      stopLooking();
      await storing;
      await storeChanges();
    },
  };
}

async function stateOf({ look }: Recorded): Promise<Availability> {
  try {
    return await look();
  } catch {
    // Whoever cannot be asked may be well or not.
    return 'unknown';
  }
}
