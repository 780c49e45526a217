import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import type { SinkStatus } from '../anchors/sink.ts';
import { SinkQueue } from '../anchors/sink-queue.ts';
import { AuditError } from '../audit-error.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { formatCheckpoint } from '../checkpoint/checkpoint.ts';
import { signNote } from '../checkpoint/signed-note.ts';
import { verifierKey } from '../checkpoint/signing-key.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { LogState } from './log-state.ts';
import type { AuditLogOptions } from './options.ts';

interface CheckpointerOptions {
  readonly options: AuditLogOptions;
  readonly clock: Clock;
  readonly store: CheckpointStore;
  readonly newest: SignedCheckpoint | undefined;
  readonly state: () => LogState;
}

const defaultEveryMs = 60_000;
const defaultEveryEntries = 10_000;

/** Signs what is on disk, when it is asked to and by itself, stores it, and hands it to the sinks. */
export class Checkpointer {
  readonly #parts: CheckpointerOptions;
  readonly #sinks: readonly SinkQueue[];
  readonly #stopped = new AbortController();
  #key: KeyObject | undefined;
  #newest: SignedCheckpoint | undefined;
  #making: Promise<unknown> = Promise.resolve();
  #isMaking = false;

  constructor(parts: CheckpointerOptions) {
    const { options, clock, newest } = parts;
    this.#parts = parts;
    this.#key = options.keys.signing;
    this.#newest = newest;
    const onFailure = (message: string, error: unknown) => options.onWarning?.(message, error);
    this.#sinks = (options.sinks ?? []).map(
      (sink) => new SinkQueue(sink, { ...options.sinkOptions, clock, onFailure }),
    );
    // Whether the last process had sent it, nobody knows.
    if (newest !== undefined) for (const sink of this.#sinks) sink.add(newest);
    if (this.#key !== undefined) void this.#repeat();
  }

  get newest(): SignedCheckpoint | undefined {
    return this.#newest;
  }

  get canSign(): boolean {
    return this.#key !== undefined;
  }

  use(key: KeyObject): void {
    if (this.#key === undefined) void this.#repeat();
    this.#key = key;
  }

  /** One after the other, so that what is stored only grows. */
  make(): Promise<SignedCheckpoint> {
    const made = this.#making.then(() => this.#make());
    this.#making = made.catch(() => undefined);
    return made;
  }

  /** Told after each entry: makes one when enough have come. */
  appended(): void {
    const every = this.#parts.options.anchor?.everyEntries ?? defaultEveryEntries;
    if (this.#key === undefined || this.#isMaking) return;
    if (this.#parts.state().sequence - (this.#newest?.size ?? 0) < every) return;
    this.#isMaking = true;
    void this.#makeQuietly().finally(() => {
      this.#isMaking = false;
    });
  }

  sinks(): readonly SinkStatus[] {
    return this.#sinks.map((sink) => sink.status());
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    if (this.#key !== undefined) await this.#makeQuietly();
    await Promise.all(this.#sinks.map((sink) => sink.close()));
    await this.#parts.store.close();
  }

  async #make(): Promise<SignedCheckpoint> {
    const key = this.#key;
    if (key === undefined) throw noKey();
    const { options, clock, store, state } = this.#parts;
    const { sequence, frontier } = state();
    const { origin } = options;
    const { id } = verifierKey(origin, key);
    if (this.#newest?.size === sequence && this.#newest.keyId === id) return this.#newest;
    const extensions = [`time ${new Date(clock.now()).toISOString()}`];
    const checkpoint = { origin, size: sequence, root: frontier.root(), extensions };
    const made = { ...checkpoint, note: signNote(formatCheckpoint(checkpoint), origin, key), keyId: id };
    await store.add(made);
    this.#newest = made;
    for (const sink of this.#sinks) sink.add(made);
    options.onCheckpoint?.(made);
    return made;
  }

  async #makeQuietly(): Promise<void> {
    await this.make().catch((error) => this.#parts.options.onWarning?.('a checkpoint could not be made', error));
  }

  async #repeat(): Promise<void> {
    const { clock, options } = this.#parts;
    const everyMs = options.anchor?.everyMs ?? defaultEveryMs;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await clock.sleep(everyMs, signal).catch(() => undefined);
      if (!signal.aborted) await this.#makeQuietly();
    }
  }
}

function noKey(): AuditError {
  return new AuditError(
    'no_signing_key',
    'The audit log has no key to sign with.',
    'Give an Ed25519 key as keys.signing.',
  );
}
