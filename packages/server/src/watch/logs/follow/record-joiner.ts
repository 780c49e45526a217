import type { LogRecord } from '../log-record.ts';
import type { SplitLine } from './line-splitter.ts';
import { maxLineBytes } from './line-splitter.ts';
import { parseLine, parseObject } from './parse-line.ts';

/** Who writes a file. */
export interface Writer {
  readonly service: string;
  readonly instance: string;
}

interface Held {
  record: LogRecord;
  /** Of all its lines. */
  bytes: number;
  cutBytes: number;
}

/**
 * Makes records of lines. The lines of a stack trace belong to the line before, so the last record is held until
 * another line, or a pause, shows that it is whole.
 */
export class RecordJoiner {
  #held: Held | undefined;

  constructor(
    private readonly writer: Writer,
    /** Unix milliseconds, for lines that do not say when they were written. */
    private readonly now: () => number,
  ) {}

  /** Bytes of the file that the held record takes. */
  get heldBytes(): number {
    return this.#held?.bytes ?? 0;
  }

  /** The records that have become whole. */
  push(line: SplitLine): LogRecord[] {
    if (this.#held !== undefined && isContinuation(line.text)) {
      this.#append(this.#held, line);
      return [];
    }
    const whole = this.end();
    if (line.text.trim() !== '')
      this.#held = { record: this.#toRecord(line), bytes: line.bytes, cutBytes: line.cutBytes };
    return whole;
  }

  /** The held record, as it is. */
  end(): LogRecord[] {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return [];
    const { record, cutBytes } = held;
    return [cutBytes === 0 ? record : { ...record, fields: { ...record.fields, cutBytes } }];
  }

  #append(held: Held, { text, bytes, cutBytes }: SplitLine): void {
    const { message } = held.record;
    const room = Math.max(0, maxLineBytes - message.length - 1);
    held.bytes += bytes;
    held.cutBytes += cutBytes + Math.max(0, text.length - room);
    if (room > 0) held.record = { ...held.record, message: `${message}\n${text.slice(0, room)}` };
  }

  #toRecord({ text }: SplitLine): LogRecord {
    const parsed = parseLine(text);
    return { ...parsed, timeMs: parsed.timeMs ?? this.now(), ...this.writer };
  }
}

/** Of a stack trace, or of a value that was printed over several lines; `}` and `]` end such a value. */
function isContinuation(text: string): boolean {
  return /^(?:\s+\S|at |[}\])]+[,;]?$)/.test(text) && parseObject(text.trimStart()) === undefined;
}
