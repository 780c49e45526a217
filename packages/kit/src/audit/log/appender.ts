import type { Clock } from '../../clock/clock.ts';
import { AuditError } from '../audit-error.ts';
import type { AuditReceipt } from '../entry/entry.ts';
import type { EntryDraft } from '../entry/entry-draft.ts';
import type { IdentifiedHash } from '../keys/keyed-hash.ts';
import type { TreeFiles } from '../merkle/tree-files.ts';
import type { OpenAppendFile } from './append-file.ts';
import { beginSegment } from './begin-segment.ts';
import type { LogState } from './log-state.ts';
import { sealGroup } from './seal-group.ts';
import { SegmentFiles } from './segment-files.ts';

export interface AppenderOptions {
  readonly folder: string;
  readonly origin: string;
  readonly clock: Clock;
  readonly state: LogState;
  readonly tree: TreeFiles;
  readonly segmentBytes: number;
  readonly critical: readonly string[];
  readonly openFile: OpenAppendFile;
  /** A new segment has been made, and is about to be written to. */
  readonly onSegment: (state: LogState) => Promise<void>;
}

interface Waiting {
  readonly draft: EntryDraft;
  readonly resolve: (receipt: AuditReceipt) => void;
  readonly reject: (error: unknown) => void;
}

const mostWaiting = 100_000;
const mostInGroup = 512;
/** What a line has beside the fields of its draft, about. */
const chainBytes = 180;
const mostBytesInGroup = 1024 * 1024;

/** Writes entries in the order in which they come; those that come while the disk is busy share the next write and sync. */
export class Appender {
  readonly #options: AppenderOptions;
  #state: LogState;
  #queue: (Waiting | (() => Promise<void>))[] = [];
  #running: Promise<void> | undefined;
  readonly #files: SegmentFiles;
  readonly #isCritical: (type: string) => boolean;

  constructor(options: AppenderOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#files = new SegmentFiles(options.folder, options.openFile);
    const critical = new Set(options.critical);
    this.#isCritical = (type) => critical.has(type);
  }

  get state(): LogState {
    return this.#state;
  }

  /** Resolves when the entry is on disk. */
  append(draft: EntryDraft): Promise<AuditReceipt> {
    if (this.#files.failure !== undefined) return Promise.reject(this.#files.failure);
    if (this.#queue.length >= mostWaiting) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      this.#queue.push({ draft, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Runs `task` when all that came before is written, while nothing else is. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue.push(() => task().then(resolve, reject));
      this.#running ??= this.#run();
    });
  }

  /** Ends the segment, and goes on in a new one, with another key when one is given. For use in an exclusive task. */
  async rotate(key?: IdentifiedHash): Promise<void> {
    const { folder, origin, critical, clock, tree, onSegment } = this.#options;
    await tree.sync();
    await this.#files.close();
    const nowMs = clock.now();
    const ended = { ...this.#state, key: key ?? this.#state.key };
    const begun = await beginSegment(ended, { folder, origin, critical, nowMs });
    await onSegment(begun);
    this.#state = begun;
  }

  /** For use in an exclusive task. */
  async writeNow(draft: EntryDraft): Promise<AuditReceipt> {
    const outcome: { receipt?: AuditReceipt; error?: unknown } = {};
    const resolve = (receipt: AuditReceipt) => void Object.assign(outcome, { receipt });
    await this.#write([{ draft, resolve, reject: (error) => void Object.assign(outcome, { error }) }]);
    if (outcome.receipt === undefined) throw outcome.error;
    return outcome.receipt;
  }

  async close(): Promise<void> {
    await this.exclusive(async () => {
      await this.#options.tree.sync();
      await this.#files.close();
    });
  }

  async #run(): Promise<void> {
    // What the same turn of the event loop appends is one group.
    await Promise.resolve();
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (typeof first !== 'function') {
        await this.#write(this.#takeGroup());
        continue;
      }
      this.#queue.shift();
      await first();
    }
    this.#running = undefined;
  }

  #takeGroup(): Waiting[] {
    const group: Waiting[] = [];
    let bytes = 0;
    const most = Math.min(mostBytesInGroup, this.#options.segmentBytes - this.#state.bytes);
    for (const item of this.#queue) {
      if (typeof item === 'function' || group.length >= mostInGroup || (group.length > 0 && bytes >= most)) break;
      bytes += item.draft.fields.length + chainBytes;
      group.push(item);
    }
    this.#queue.splice(0, group.length);
    return group;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const { segmentBytes, tree } = this.#options;
    try {
      if (this.#files.failure !== undefined) throw this.#files.failure;
      if (this.#state.bytes >= segmentBytes) await this.rotate();
      const drafts = group.map(({ draft }) => draft);
      const sealed = sealGroup(this.#state, drafts, this.#isCritical, tree.onNode);
      await this.#files.store(this.#state, sealed);
      this.#state = sealed.state;
      for (const [index, { resolve }] of group.entries()) resolve(sealed.receipts[index] as AuditReceipt);
      await tree.write();
    } catch (error) {
      tree.drop();
      for (const { reject } of group) reject(error);
    }
  }
}

function overloaded(): AuditError {
  return new AuditError(
    'log_overloaded',
    `${mostWaiting} audit entries wait to be written.`,
    'The disk does not keep up: do less at a time, or move the audit log to a faster disk.',
  );
}
