import type { Labels } from '@seaworthy/promql';
import { staleNaN } from '@seaworthy/promql';
import type { Appender } from '@seaworthy/promql/storage';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../platform/clock.ts';
import type { OwnHealth } from '../self/own-health.ts';
import { fetchPage } from './fetch-page.ts';
import { firstDelayMs, timestampOf } from './offset.ts';
import { PageCollector } from './page-collector.ts';
import type { ReportSeries, ScrapeReport } from './report.ts';
import { reportSeries } from './report.ts';
import { sampleLabels } from './sample-labels.ts';
import { SeriesCache } from './series-cache.ts';
import type { Target, TargetState } from './target.ts';
import { inWords, withTimeout } from './timeout.ts';

export interface ScrapeOptions {
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  /** A new batch; what is appended to it counts at its commit. */
  readonly appender: () => Appender;
  readonly ownHealth: OwnHealth;
  /** What nobody else hears of: a commit that failed, samples that the store refused. */
  readonly report: (problem: ScrapeProblem) => void;
}

export interface ScrapeProblem {
  readonly target: Target;
  readonly message: string;
  readonly error?: unknown;
}

/** Scrapes one target, at its own times, until it is stopped. Never waits for another target. */
export class ScrapeLoop {
  readonly #stopping = new AbortController();
  readonly #cache: SeriesCache;
  readonly #report: ReportSeries;
  #isReported = false;
  #running: Promise<void> | undefined;
  #state: TargetState;

  constructor(
    readonly target: Target,
    readonly options: ScrapeOptions,
  ) {
    this.#cache = new SeriesCache((series) => sampleLabels(series, target));
    this.#report = reportSeries(target.labels);
    this.#state = {
      target,
      health: 'unknown',
      lastError: '',
      lastScrapeMs: undefined,
      lastDurationMs: undefined,
      metadata: new Map(),
    };
  }

  get state(): TargetState {
    return this.#state;
  }

  start(): void {
    this.#running ??= this.#rounds();
  }

  /** Ends without a word: when the control plane comes back, the series go on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Ends because the target is gone: so do its series. */
  async remove(): Promise<void> {
    const nowMs = this.options.clock.now();
    await this.stop();
    const batch = this.options.appender();
    const reported = this.#isReported ? [...this.#report.values()] : [];
    this.#appendStale(batch, [...this.#cache.endAll(), ...reported], nowMs);
    await this.#commit(batch);
  }

  /** A round that takes longer than the interval lets the times go by that it missed. */
  async #rounds(): Promise<void> {
    const { clock } = this.options;
    const { intervalMs } = this.target.limits;
    const delayMs = firstDelayMs(this.target.key, intervalMs, clock.now());
    let [plannedMs, dueMs] = [clock.now() + delayMs, clock.monotonicMs() + delayMs];
    for (;;) {
      const isOver = await clock.sleep(dueMs - clock.monotonicMs(), this.#stopping.signal).then(
        () => false,
        () => true,
      );
      if (isOver) return;
      const atMs = timestampOf(clock.now(), plannedMs, intervalMs);
      await this.#scrape(atMs);
      const passedMs = (Math.floor((clock.monotonicMs() - dueMs) / intervalMs) + 1) * intervalMs;
      dueMs += passedMs;
      plannedMs = atMs + passedMs;
    }
  }

  async #scrape(atMs: number): Promise<void> {
    const { clock } = this.options;
    const startedMs = clock.monotonicMs();
    const page = new PageCollector(this.#cache, this.target.limits);
    const failure = await this.#read(page).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (this.#stopping.signal.aborted) return;
    const durationMs = clock.monotonicMs() - startedMs;
    const seen = { lastScrapeMs: atMs, lastDurationMs: durationMs };
    if (failure === undefined) await this.#keep(page, seen);
    else await this.#fail(failure.error, startedMs, seen);
  }

  #read(page: PageCollector): Promise<void> {
    const { clock, dispatcher } = this.options;
    return withTimeout(clock, this.target.limits.timeoutMs, this.#stopping.signal, (signal) =>
      fetchPage(this.target, page, dispatcher, signal),
    );
  }

  async #keep(page: PageCollector, seen: Seen): Promise<void> {
    const batch = this.options.appender();
    const refused: Refused = new Map();
    const added = this.#appendPage(batch, page, seen.lastScrapeMs, refused);
    this.#appendStale(batch, this.#cache.end(), seen.lastScrapeMs);
    const durationSeconds = seen.lastDurationMs / 1_000;
    this.#appendReport(
      batch,
      { up: 1, durationSeconds, scraped: page.scraped, kept: page.kept, added },
      seen.lastScrapeMs,
    );
    this.#state = { ...this.#state, ...seen, health: 'up', lastError: '', metadata: page.metadataByMetric };
    for (const [outcome, count] of refused) this.#tell(`the store refused ${count} samples: ${outcome}`);
    await this.#commit(batch);
  }

  #appendPage(batch: Appender, page: PageCollector, atMs: number, refused: Refused): number {
    let added = 0;
    this.#cache.begin();
    for (const [index, series] of page.series.entries()) {
      const own = page.timestamps[index];
      const isNew = this.#cache.see(series, own === undefined);
      if (series.labels === undefined) continue;
      if (isNew) {
        added++;
        series.labels = batch.own?.(series.labels) ?? series.labels;
      }
      const outcome = batch.append(series.labels, own ?? atMs, page.values[index] ?? Number.NaN);
      if (outcome !== 'ok') refused.set(outcome, (refused.get(outcome) ?? 0) + 1);
    }
    return added;
  }

  /** With a fault of ours nothing is known: neither that it is down, nor that its series ended. */
  async #fail(error: unknown, startedMs: number, seen: Seen): Promise<void> {
    const { source } = this.target;
    const host = source.kind === 'url' ? new URL(source.url).hostname : undefined;
    const fault = await this.options.ownHealth.explain({ startedMs, error, host });
    if (fault !== undefined) {
      this.#state = {
        ...this.#state,
        ...seen,
        health: 'unknown',
        lastError: `nothing is known: our own ${fault} failed`,
      };
      return;
    }
    const batch = this.options.appender();
    this.#appendStale(batch, this.#cache.endAll(), seen.lastScrapeMs);
    const durationSeconds = seen.lastDurationMs / 1_000;
    this.#appendReport(batch, { up: 0, durationSeconds, scraped: 0, kept: 0, added: 0 }, seen.lastScrapeMs);
    this.#state = { ...this.#state, ...seen, health: 'down', lastError: inWords(error) };
    await this.#commit(batch);
  }

  #appendReport(batch: Appender, report: ScrapeReport, atMs: number): void {
    for (const [key, labels] of this.#report) batch.append(labels, atMs, report[key]);
    this.#isReported = true;
  }

  #appendStale(batch: Appender, series: readonly Labels[], atMs: number): void {
    for (const labels of series) batch.append(labels, atMs, staleNaN);
  }

  async #commit(batch: Appender): Promise<void> {
    try {
      await batch.commit();
    } catch (error) {
      this.options.ownHealth.note('disk');
      this.#tell('samples could not be stored', error);
    }
  }

  #tell(message: string, error?: unknown): void {
    this.options.report({ target: this.target, message, error });
  }
}

type Refused = Map<string, number>;

interface Seen {
  readonly lastScrapeMs: number;
  readonly lastDurationMs: number;
}
