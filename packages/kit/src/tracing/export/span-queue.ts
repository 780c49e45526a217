import type { Clock } from '../../clock/clock.ts';
import { inContext } from '../../context/context.ts';
import type { SpanRecord } from '../span-record.ts';
import type { ExportReport, LossReason } from './export-report.ts';
import type { SpanExporter } from './exporter.ts';
import { ExportFailure } from './exporter.ts';

export interface BatchOptions {
  /** Spans that may wait; later ones are dropped and counted. Default 2048. */
  readonly maxQueued?: number;
  /** Default 512. */
  readonly maxBatch?: number;
  /** How long a span waits for others to go with. Default 1 s. */
  readonly delayMs?: number;
  /** Attempts for one batch, with growing pauses in between. Default 5, over about 15 s. */
  readonly attempts?: number;
}

export interface SpanQueueParts extends BatchOptions {
  readonly open: () => Promise<SpanExporter>;
  readonly encode: (spans: readonly SpanRecord[]) => string;
  readonly report: ExportReport;
  readonly clock: Clock;
  readonly random: () => number;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * Finished spans on their way out, in batches, one at a time. Adding one never waits and never throws: when the receiver
 * cannot keep up, the queue fills to its limit and what comes then is dropped and counted.
 */
export class SpanQueue {
  readonly #parts: SpanQueueParts;
  readonly #maxQueued: number;
  readonly #maxBatch: number;
  readonly #waiting: SpanRecord[] = [];
  readonly #over = new AbortController();
  #exporter: Promise<SpanExporter> | undefined;
  #pumping: Promise<void> | undefined;
  #isScheduled = false;
  #isClosed = false;

  constructor(parts: SpanQueueParts) {
    this.#parts = parts;
    this.#maxQueued = parts.maxQueued ?? 2048;
    this.#maxBatch = Math.min(parts.maxBatch ?? 512, this.#maxQueued);
  }

  add(span: SpanRecord): void {
    if (this.#isClosed || this.#waiting.length >= this.#maxQueued) {
      this.#parts.report.lost(1, this.#isClosed ? 'shutdown' : 'queue_full');
      return;
    }
    this.#waiting.push(span);
    if (this.#pumping) return;
    // Outside of the request that ended a span: what is logged here is not about it.
    if (this.#waiting.length >= this.#maxBatch) inContext({}, () => void this.flush());
    else if (!this.#isScheduled) inContext({}, () => void this.#flushLater());
  }

  /** Resolves when every span that was added is delivered or lost. */
  async flush(): Promise<void> {
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
    });
    await this.#pumping;
  }

  /** Delivers what waits, until the deadline; what is left then is lost, and counted. */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true;
    const inTime = new AbortController();
    const deadline = this.#parts.clock.sleep(deadlineMs, inTime.signal).then(
      () => this.#over.abort(),
      () => undefined,
    );
    await this.flush();
    inTime.abort();
    await deadline;
    const exporter = await this.#exporter?.catch(() => undefined);
    await exporter?.close();
  }

  async #flushLater(): Promise<void> {
    this.#isScheduled = true;
    await this.#parts.clock.sleep(this.#parts.delayMs ?? 1000, this.#over.signal).catch(() => undefined);
    this.#isScheduled = false;
    await this.flush();
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0) await this.#deliver(this.#waiting.splice(0, this.#maxBatch));
  }

  async #deliver(spans: readonly SpanRecord[]): Promise<void> {
    const { report } = this.#parts;
    try {
      const { rejected, reason } = await this.#send(this.#parts.encode(spans));
      report.delivered(spans.length - rejected);
      if (rejected > 0) report.lost(rejected, 'rejected', reason);
    } catch (error) {
      report.lost(spans.length, this.#lossReason(), error);
    }
  }

  #lossReason(): LossReason {
    return this.#over.signal.aborted ? 'shutdown' : 'export_failed';
  }

  /** Tries until the batch is taken, refused for good, or the attempts or the time are over. */
  async #send(batch: string) {
    const { clock, attempts = 5 } = this.#parts;
    const { signal } = this.#over;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        const exporter = await this.#open();
        return await exporter.export(batch, signal);
      } catch (error) {
        if (!(error instanceof ExportFailure) || !error.retryable || attempt >= attempts) throw error;
        await clock.sleep(this.#pauseMs(attempt, error.retryAfterMs), signal);
      }
    }
  }

  /** Opened when the first span goes out; one that could not be opened is tried again with the next batch. */
  #open(): Promise<SpanExporter> {
    this.#exporter ??= this.#parts.open().catch((error: unknown) => {
      this.#exporter = undefined;
      throw error;
    });
    return this.#exporter;
  }

  /** Doubled each time, and never the same for two instances that lost the same receiver. */
  #pauseMs(attempt: number, askedForMs: number | undefined): number {
    if (askedForMs !== undefined) return Math.min(askedForMs, longestPauseMs);
    return Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs) * (0.5 + this.#parts.random() / 2);
  }
}
