import type { Database } from '../../db/database.ts';
import type { Clock } from '../../platform/clock.ts';
import { Turns } from '../../platform/turns.ts';
import type { LabelSet } from '../matchers/label-set.ts';
import type { Guardrails } from './guardrails.ts';
import { refusal } from './guardrails.ts';
import type { Silence, SilenceRequest } from './silence.ts';
import { canBeUpdated, expired, silencesOf, stateOf } from './silence.ts';
import { deleteSilencesEndedBefore, loadSilences, saveSilences } from './silence-table.ts';

/** What was asked for cannot be done; the message tells why, in words for whoever asked. */
export class SilenceRefused extends Error {
  override readonly name = 'SilenceRefused';

  constructor(
    readonly reason: 'invalid' | 'not_found' | 'already_expired',
    message: string,
  ) {
    super(message);
  }
}

/** The silences that hold, those to come, and for a while those that are over. A change is on the disk when its promise resolves. */
export interface SilenceStore {
  /**
   * Makes a silence, or changes the one that the request names. A change that would rewrite its past ends it, and makes
   * another. Throws SilenceRefused.
   */
  set(request: SilenceRequest): Promise<Silence>;
  expire(id: string): Promise<Silence>;
  get(id: string): Silence | undefined;
  list(): readonly Silence[];
  /** Those that mute an alert with these labels now. */
  of(labels: LabelSet): readonly Silence[];
  /** Forgets those that have been over for longer than they are kept. */
  collect(): Promise<void>;
}

export interface SilenceStoreOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly retentionMs: number;
  /** Asked at each change, for they may be reloaded. */
  readonly guardrails: () => Guardrails;
}

export async function openSilenceStore(options: SilenceStoreOptions): Promise<SilenceStore> {
  const { db, clock, newId, retentionMs, guardrails } = options;
  const silences = new Map((await loadSilences(db)).map((silence) => [silence.id, silence]));
  const turns = new Turns();

  const save = async (changed: readonly Silence[]) => {
    await saveSilences(db, changed);
    for (const silence of changed) silences.set(silence.id, silence);
  };
  const find = (id: string): Silence => {
    const silence = silences.get(id);
    if (silence === undefined) throw new SilenceRefused('not_found', `silence ${id} not found`);
    return silence;
  };
  const set = async (request: SilenceRequest) => {
    const now = clock.now();
    const wanted: Silence = { ...request, id: request.id ?? '', startsAt: request.startsAt ?? now, updatedAt: now };
    const refused = refusal(request, wanted.startsAt, guardrails());
    if (refused !== undefined) throw new SilenceRefused('invalid', refused);
    const before = request.id === undefined ? undefined : find(request.id);
    if (before !== undefined && canBeUpdated(before, wanted, now)) {
      await save([wanted]);
      return wanted;
    }
    refuseTooMany(before, now);
    const made = { ...wanted, id: newId(), startsAt: Math.max(wanted.startsAt, now) };
    const isLive = before !== undefined && stateOf(before, now) !== 'expired';
    await save(isLive ? [expired(before, now), made] : [made]);
    return made;
  };
  const refuseTooMany = (replaced: Silence | undefined, now: number) => {
    const { maximumCount } = guardrails();
    const live = [...silences.values()].filter((each) => each.id !== replaced?.id && stateOf(each, now) !== 'expired');
    if (maximumCount === undefined || live.length < maximumCount) return;
    const message = `exceeded maximum number of silences: ${live.length} (limit: ${maximumCount})`;
    throw new SilenceRefused('invalid', message);
  };
  return {
    set: (request) => turns.take(() => set(request)),
    expire: (id) =>
      turns.take(async () => {
        const silence = find(id);
        const now = clock.now();
        if (stateOf(silence, now) === 'expired') {
          throw new SilenceRefused('already_expired', `silence ${id} already expired`);
        }
        await save([expired(silence, now)]);
        return expired(silence, now);
      }),
    get: (id) => silences.get(id),
    list: () => [...silences.values()],
    of: (labels) => silencesOf(labels, [...silences.values()], clock.now()),
    collect: () =>
      turns.take(async () => {
        const before = clock.now() - retentionMs;
        await deleteSilencesEndedBefore(db, before);
        for (const { id, endsAt } of silences.values()) if (endsAt < before) silences.delete(id);
      }),
  };
}
