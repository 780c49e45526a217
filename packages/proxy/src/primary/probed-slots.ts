import type { LastProbe, Readiness, Slot, TargetHealth } from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import { ProbedTarget } from '../probing/probed-target.ts';
import type { Log } from './log.ts';
import type { StoredSlot } from './state-file.ts';

export interface Probed {
  readonly health: TargetHealth;
  readonly lastProbe: LastProbe | null;
}

const UNKNOWN: Probed = { health: 'unknown', lastProbe: null };

/** Which target of which slot is up, as the probes say. */
export class ProbedSlots {
  readonly #targets: Record<Slot, ProbedTarget[]> = { blue: [], green: [] };
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Called after each change of a health. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Targets known by id and address go on with their health; new ones are probed at once. */
  set(slot: Slot, wanted: StoredSlot, isRestored = false): void {
    const before = this.#targets[slot];
    this.#targets[slot] = wanted.targets.map((target) => {
      const known = before.find(
        ({ target: { id, host, port } }) => id === target.id && host === target.host && port === target.port,
      );
      if (!wanted.probe) throw new Error(`slot ${slot} has targets and no probe`);
      if (!known)
        return new ProbedTarget({
          target,
          probe: wanted.probe,
          isRestored,
          onChange: (...change) => this.#changed(slot, ...change),
        });
      known.update(wanted.probe);
      return known;
    });
    for (const target of before) if (!this.#targets[slot].includes(target)) target.stop();
  }

  #changed(slot: Slot, { target, health, lastProbe }: ProbedTarget, before: TargetHealth): void {
    const level = health === 'up' ? 'info' : 'warn';
    this.#log(level, `target is ${health}`, { slot, target: target.id, before, probe: lastProbe?.message ?? '' });
    for (const listener of this.#listeners) listener();
  }

  of(slot: Slot, id: string): Probed {
    return this.#targets[slot].find(({ target }) => target.id === id) ?? UNKNOWN;
  }

  readiness(slot: Slot): Readiness {
    const targets = this.#targets[slot].map(({ target: { id }, health, lastProbe }) => ({ id, health, lastProbe }));
    return { ready: targets.length > 0 && targets.every(({ health }) => health === 'up'), targets };
  }

  hasUp(slot: Slot): boolean {
    return this.#targets[slot].some(({ health }) => health === 'up');
  }

  /** Resolves as soon as all targets of the slot are up, or when it is too late. */
  async awaitReady(slot: Slot, deadlineMs: number): Promise<Readiness> {
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stopListening();
        resolve();
      };
      const timer = setTimeout(end, deadlineMs);
      const stopListening = this.onChange(() => {
        if (this.readiness(slot).ready) end();
      });
      if (this.readiness(slot).ready) end();
    });
    return this.readiness(slot);
  }

  suspect(id: string): void {
    for (const slot of SLOTS) this.#targets[slot].find(({ target }) => target.id === id)?.suspect();
  }

  stop(): void {
    for (const slot of SLOTS) for (const target of this.#targets[slot]) target.stop();
  }
}
