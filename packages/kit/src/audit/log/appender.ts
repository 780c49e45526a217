import type { Clock } from '../../clock/clock.ts';
import { AuditError } from '../audit-error.ts';
import { sealLine } from '../entry/chain-line.ts';
import type { AuditReceipt } from '../entry/entry.ts';
import type { EntryDraft } from '../entry/entry-draft.ts';
import type { IdentifiedHash } from '../keys/keyed-hash.ts';
import type { TreeFiles } from '../merkle/tree-files.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import type { AppendFile, OpenAppendFile } from './append-file.ts';
import { beginSegment } from './begin-segment.ts';
import type { LogState } from './log-state.ts';
import { criticalPath, segmentPath } from './segment.ts';

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

interface Sealed {
  readonly state: LogState;
  readonly lines: readonly Buffer[];
  readonly critical: readonly Buffer[];
  readonly receipts: readonly AuditReceipt[];
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
  #file: AppendFile | undefined;
  #criticalFile: AppendFile | undefined;
  #broken: AuditError | undefined;
  readonly #critical: ReadonlySet<string>;

  constructor(options: AppenderOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#critical = new Set(options.critical);
  }

  get state(): LogState {
    return this.#state;
  }

  /** Resolves when the entry is on disk. */
  append(draft: EntryDraft): Promise<AuditReceipt> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
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
    await this.#closeFiles();
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
      await this.#closeFiles();
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
      if (this.#broken !== undefined) throw this.#broken;
      if (this.#state.bytes >= segmentBytes) await this.rotate();
      const sealed = this.#seal(group);
      await this.#store(sealed);
      this.#state = sealed.state;
      for (const [index, { resolve }] of group.entries()) resolve(sealed.receipts[index] as AuditReceipt);
      await tree.write();
    } catch (error) {
      tree.drop();
      for (const { reject } of group) reject(error);
    }
  }

  #seal(group: readonly Waiting[]): Sealed {
    let { sequence, hash, bytes, latestTimeMs } = this.#state;
    const frontier = this.#state.frontier.copy();
    const [lines, critical, receipts] = [[] as Buffer[], [] as Buffer[], [] as AuditReceipt[]];
    for (const { draft } of group) {
      sequence += 1;
      const sealed = sealLine(`"sequence":${sequence},${draft.fields}`, hash, this.#state.key.hash);
      hash = sealed.hash;
      bytes += sealed.line.length;
      latestTimeMs = Math.max(latestTimeMs ?? Number.NEGATIVE_INFINITY, Date.parse(draft.time));
      frontier.append(leafHash(sealed.line.subarray(0, -1)), this.#options.tree.onNode);
      lines.push(sealed.line);
      if (this.#critical.has(draft.type)) critical.push(sealed.line);
      receipts.push({ sequence, time: draft.time, hash });
    }
    return { state: { ...this.#state, sequence, hash, bytes, latestTimeMs, frontier }, lines, critical, receipts };
  }

  async #store({ lines, critical }: Sealed): Promise<void> {
    const { folder, openFile } = this.#options;
    const { segment, bytes } = this.#state;
    this.#file ??= await openFile(segmentPath(folder, segment));
    if ((await this.#file.size()) !== bytes) throw this.#break('another process has written to it');
    try {
      await this.#file.append(Buffer.concat(lines));
    } catch (cause) {
      await this.#file
        .cut(bytes)
        .catch(() => this.#break('a write failed, and what it left cannot be taken back', cause));
      throw cause;
    }
    try {
      await this.#file.sync();
      if (critical.length === 0) return;
      this.#criticalFile ??= await openFile(criticalPath(folder, segment));
      await this.#criticalFile.append(Buffer.concat(critical));
      await this.#criticalFile.sync();
    } catch (cause) {
      // What a failed sync has left on the disk, nobody knows: the file is read anew at the next start.
      throw this.#break('the disk could not confirm a write', cause);
    }
  }

  #break(why: string, cause?: unknown): AuditError {
    const hint =
      'Nothing more is written to it. Mend the disk, then open the log again: what was acknowledged is there.';
    this.#broken ??= new AuditError(
      'log_failed',
      `The audit log in ${this.#options.folder} has failed: ${why}.`,
      hint,
      { cause },
    );
    return this.#broken;
  }

  async #closeFiles(): Promise<void> {
    await this.#file?.close();
    await this.#criticalFile?.close();
    [this.#file, this.#criticalFile] = [undefined, undefined];
  }
}

function overloaded(): AuditError {
  return new AuditError(
    'log_overloaded',
    `${mostWaiting} audit entries wait to be written.`,
    'The disk does not keep up: do less at a time, or move the audit log to a faster disk.',
  );
}
