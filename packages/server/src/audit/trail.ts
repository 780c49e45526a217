import type { AuditLog, NewAuditEntry, SinkStatus } from '@seaworthy/kit/audit';
import { AuditError } from '@seaworthy/kit/audit';
import type { Clock } from '../platform/clock.ts';
import { AuditUnavailable } from './audit-unavailable.ts';
import { HeldEntries } from './held-entries.ts';

/** The audit trail of this installation: what was done, by whom, with what result. */
export interface AuditTrail {
  /**
   * Resolves when the entry is on disk. When it cannot be written it is held, and written as soon as that is possible
   * again; rejects with AuditUnavailable, since nobody may rely on it yet.
   */
  record(entry: NewAuditEntry): Promise<void>;
  /** For what goes on whether it can be recorded or not: holds the entry when it cannot be written. Never throws. */
  note(entry: NewAuditEntry): void;
  /** Rejects with AuditUnavailable when an entry could not be written now: asked before something is changed. */
  ensureWritable(): Promise<void>;
  /** To read from. Throws AuditUnavailable when it could not be opened. */
  log(): AuditLog;
  status(): TrailStatus;
  /** Writes what is held, signs a last checkpoint, lets the folder go. */
  stop(): Promise<void>;
}

export interface TrailStatus {
  /** Why nothing can be written; undefined when all is well. */
  readonly failure: string | undefined;
  readonly failingSinceMs: number | undefined;
  readonly entries: number;
  readonly held: number;
  readonly lost: number;
  readonly sinks: readonly SinkStatus[];
}

export interface TrailOptions {
  /** Opens the log, anew after a failure. */
  readonly open: () => Promise<AuditLog>;
  /** On the disk of the folder. */
  readonly freeBytes: () => Promise<number>;
  readonly clock: Clock;
  readonly report: (error: unknown, doing: string) => void;
  readonly onEntry?: (entry: NewAuditEntry) => void;
  readonly onFailure?: () => void;
}

/** Below that much, what is under way could fill the disk before its entries are written. */
export const leastFreeBytes = 16 * 1024 * 1024;
const lookMs = 5000;
const trustMs = 1000;

/** Resolves when the log is open, or when it is known that it cannot be: the control plane starts either way. */
export async function startTrail(options: TrailOptions): Promise<AuditTrail> {
  const trail = new Trail(options);
  await trail.begin();
  return trail;
}

interface TrailFailure {
  readonly why: string;
  readonly sinceMs: number;
  readonly cause: unknown;
  /** Only the reserve is left: it is for what is under way, and for what the control plane does by itself. */
  readonly isReserve: boolean;
}

class Trail implements AuditTrail {
  readonly #options: TrailOptions;
  readonly #held = new HeldEntries();
  #log: AuditLog | undefined;
  #failure: TrailFailure | undefined;
  #mending: Promise<void> | undefined;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #lostInAll = 0;
  #stopLooking: () => void = () => {};
  #isStopped = false;

  constructor(options: TrailOptions) {
    this.#options = options;
  }

  async begin(): Promise<void> {
    try {
      this.#log = await this.#options.open();
    } catch (error) {
      if (isOfKeys(error)) throw error;
      this.#fail(error);
    }
    this.#stopLooking = this.#options.clock.every(lookMs, () => this.#look());
  }

  async record(entry: NewAuditEntry): Promise<void> {
    try {
      if (this.#failure?.isReserve === false) await this.#mend();
      await this.#append(entry);
    } catch (error) {
      if (error instanceof AuditError && error.code === 'entry_invalid') throw error;
      this.#hold(entry);
      throw this.#fail(error);
    }
  }

  note(entry: NewAuditEntry): void {
    void this.record(entry).catch((error: unknown) => {
      if (!(error instanceof AuditUnavailable)) this.#options.report(error, 'recording what was done');
    });
  }

  async ensureWritable(): Promise<void> {
    const { clock } = this.#options;
    if (this.#failure === undefined && clock.monotonicMs() - this.#lookedAtMs < trustMs) return;
    await this.#look();
    if (this.#failure !== undefined) throw new AuditUnavailable(this.#failure.why, this.#failure.cause);
  }

  log(): AuditLog {
    if (this.#log === undefined) throw new AuditUnavailable(this.#failure?.why ?? 'it is closed');
    return this.#log;
  }

  status(): TrailStatus {
    const { why, sinceMs } = this.#failure ?? {};
    const [entries, sinks] = [this.#log?.size ?? 0, this.#log?.sinks() ?? []];
    const [held, lost] = [this.#held.count, this.#lostInAll + this.#held.lost];
    return { failure: why, failingSinceMs: sinceMs, entries, held, lost, sinks };
  }

  async stop(): Promise<void> {
    this.#stopLooking();
    if (this.#failure !== undefined) await this.#mend().catch(() => undefined);
    this.#isStopped = true;
    await this.#log?.close();
    this.#log = undefined;
    this.#failure ??= { why: 'it is closed', sinceMs: this.#options.clock.now(), cause: undefined, isReserve: false };
  }

  async #append(entry: NewAuditEntry): Promise<void> {
    if (this.#isStopped || this.#log === undefined) throw new Error(this.#failure?.why ?? 'it is closed');
    await this.#log.append(entry);
    this.#options.onEntry?.(entry);
  }

  #hold(entry: NewAuditEntry): void {
    this.#held.add(entry, this.#options.clock.now());
  }

  async #look(): Promise<void> {
    const { freeBytes, clock } = this.#options;
    try {
      const free = await freeBytes();
      this.#lookedAtMs = clock.monotonicMs();
      if (free < leastFreeBytes)
        this.#fail(new Error(`only ${Math.floor(free / 1024)} KiB are free on its disk`), true);
      else if (this.#failure !== undefined) await this.#mend();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Opens the log when that is needed, and writes what is held: an entry that tells of the gap shows that it works. */
  #mend(): Promise<void> {
    this.#mending ??= this.#tryToMend().finally(() => {
      this.#mending = undefined;
    });
    return this.#mending;
  }

  async #tryToMend(): Promise<void> {
    const { clock, open } = this.#options;
    const failure = this.#failure;
    if (failure === undefined || this.#isStopped) return;
    if (isBroken(failure.cause)) {
      await this.#log?.close().catch(() => undefined);
      this.#log = undefined;
    }
    this.#log ??= await open();
    const { entries, lost } = this.#held.take();
    const gap = { since: new Date(failure.sinceMs).toISOString(), why: failure.why, held: entries.length, lost };
    const written = await Promise.allSettled([resumed(gap), ...entries].map((entry) => this.#append(entry)));
    const failed = written.find((each) => each.status === 'rejected');
    if (failed !== undefined) {
      this.#held.putBack(
        entries.filter((_, at) => written[at + 1]?.status === 'rejected'),
        lost,
      );
      throw failed.reason;
    }
    this.#lostInAll += lost;
    this.#failure = undefined;
    this.#lookedAtMs = clock.monotonicMs();
  }

  #fail(error: unknown, isReserve = false): AuditUnavailable {
    if (error instanceof AuditUnavailable) return error;
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    if (this.#failure === undefined) {
      this.#options.report(error, 'writing the audit trail');
      this.#options.onFailure?.();
    }
    const sinceMs = this.#failure?.sinceMs ?? this.#options.clock.now();
    const stays = isReserve && this.#failure?.isReserve === false;
    if (!stays) this.#failure = { why, sinceMs, cause: error, isReserve };
    return new AuditUnavailable(why, error);
  }
}

function resumed(gap: object): NewAuditEntry {
  const act = { type: 'security_event', actor: 'system', action: 'audit.resume', resource: 'audit' } as const;
  return { ...act, result: 'success', reason: 'for a while nothing could be recorded', data: gap };
}

/** What was acknowledged is there; but this log takes nothing more until it is opened anew. */
function isBroken(cause: unknown): boolean {
  return cause instanceof AuditError && (cause.code === 'log_failed' || cause.code === 'log_closed');
}

/** Nothing that waiting mends, and nothing that may be passed over: somebody must look. */
function isOfKeys(error: unknown): boolean {
  return error instanceof AuditError && ['key_exposed', 'key_invalid', 'options_invalid'].includes(error.code);
}
