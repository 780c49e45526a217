import { AuditError } from '../audit-error.ts';
import type { AppendFile, OpenAppendFile } from './append-file.ts';
import type { LogState } from './log-state.ts';
import type { SealedGroup } from './seal-group.ts';
import { criticalPath, segmentPath } from './segment.ts';

/** The files of the segment that is written to: opened when they are needed, trusted until one of them fails. */
export class SegmentFiles {
  readonly #folder: string;
  readonly #open: OpenAppendFile;
  #file: AppendFile | undefined;
  #criticalFile: AppendFile | undefined;
  #failure: AuditError | undefined;

  constructor(folder: string, open: OpenAppendFile) {
    this.#folder = folder;
    this.#open = open;
  }

  /** Once it is there, nothing more is written. */
  get failure(): AuditError | undefined {
    return this.#failure;
  }

  /** Resolves when the lines are on disk, behind what the state tells of. */
  async store({ segment, bytes }: LogState, { lines, critical }: SealedGroup): Promise<void> {
    this.#file ??= await this.#open(segmentPath(this.#folder, segment));
    if ((await this.#file.size()) !== bytes) throw this.#fail('another process has written to it');
    await this.#append(this.#file, bytes, lines);
    try {
      await this.#file.sync();
      if (critical.length > 0) await this.#copy(segment, critical);
    } catch (cause) {
      // What a failed sync has left on the disk, nobody knows: the file is read anew at the next start.
      throw this.#fail('the disk could not confirm a write', cause);
    }
  }

  async #append(file: AppendFile, bytes: number, lines: readonly Buffer[]): Promise<void> {
    try {
      await file.append(Buffer.concat(lines));
    } catch (cause) {
      await file.cut(bytes).catch(() => this.#fail('a write failed, and what it left cannot be taken back', cause));
      throw cause;
    }
  }

  async #copy(segment: number, critical: readonly Buffer[]): Promise<void> {
    this.#criticalFile ??= await this.#open(criticalPath(this.#folder, segment));
    await this.#criticalFile.append(Buffer.concat(critical));
    await this.#criticalFile.sync();
  }

  #fail(why: string, cause?: unknown): AuditError {
    const message = `The audit log in ${this.#folder} has failed: ${why}.`;
    const hint =
      'Nothing more is written to it. Mend the disk, then open the log again: what was acknowledged is there.';
    this.#failure ??= new AuditError('log_failed', message, hint, { cause });
    return this.#failure;
  }

  /** What is stored next opens them again. */
  async close(): Promise<void> {
    await this.#file?.close();
    await this.#criticalFile?.close();
    [this.#file, this.#criticalFile] = [undefined, undefined];
  }
}
