import type { Clock } from '../../platform/clock.ts';
import { hasAttribute, mayHold } from './attribute-filter.ts';
import type { OutlineSpan } from './outline.ts';
import { inSlices, nextTurn } from './slices.ts';
import type { KeptSpan } from './span-text.ts';
import { readSpan } from './span-text.ts';
import type { OperationStatistics } from './statistics.ts';
import { TraceStatistics } from './statistics.ts';
import type { TraceRow } from './trace-row.ts';
import type { IndexEntry, Place, TraceTable } from './trace-table.ts';

export interface TimeRange {
  /** Of the start of a trace, both included. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is asked of one span is asked of the same one: `service` and `attribute` together mean a span that has both. */
export interface TraceQuery extends TimeRange {
  readonly service?: string | undefined;
  readonly name?: string | undefined;
  readonly instance?: string | undefined;
  readonly attribute?: { readonly key: string; readonly value: string } | undefined;
  readonly minDurationMs?: number | undefined;
  readonly maxDurationMs?: number | undefined;
  readonly errorsOnly?: boolean | undefined;
  readonly limit: number;
  /** Go on below this place. */
  readonly after?: Place | undefined;
}

export interface TracePage {
  /** Newest first. */
  readonly rows: readonly TraceRow[];
  /** Undefined when nothing older is left to look at. */
  readonly next: Place | undefined;
  /** The whole page was not found in the time that a search may take: there may be more from `next` on. */
  readonly isCutShort: boolean;
}

export interface StatisticsQuery extends TimeRange {
  /** Only traces whose root is of this service, or has this name. */
  readonly rootService?: string | undefined;
  readonly rootName?: string | undefined;
}

export interface StatisticsAnswer {
  readonly operations: readonly OperationStatistics[];
  /** Traces that were looked at. */
  readonly traces: number;
  /** The time that they cover begins here; later than asked for when there were too many to look at. */
  readonly fromMs: number;
  readonly isCutShort: boolean;
}

export interface FoundTrace {
  readonly row: TraceRow | undefined;
  readonly spans: readonly KeptSpan[];
}

const INDEX_STEP = 500;
const SEARCH_MS = 2000;
const MOST_SUMMED_UP = 20_000;
const LAST_NUMBER = Number.MAX_SAFE_INTEGER;

/** Looks at what is stored, in slices, so that a long search holds nobody up. */
export class TraceReader {
  constructor(
    private readonly table: TraceTable,
    private readonly clock: Clock,
  ) {}

  /** All that is stored of a trace, with what still waits in memory. */
  async find(traceId: string, waiting: readonly string[]): Promise<FoundTrace | undefined> {
    const row = this.table.find(traceId);
    const spans: KeptSpan[] = [];
    for (const part of row === undefined ? [] : this.table.parts(row.n)) {
      for (const parsed of part.read()) spans.push(readSpan(traceId, parsed));
      await nextTurn();
    }
    for (const text of waiting) spans.push(readSpan(traceId, JSON.parse(text)));
    return spans.length === 0 ? undefined : { row, spans };
  }

  async search(query: TraceQuery, signal?: AbortSignal): Promise<TracePage> {
    const rows: TraceRow[] = [];
    const untilMs = this.clock.monotonicMs() + SEARCH_MS;
    let isCutShort = false;
    const next = await this.#walk(query, query.after, signal, (entry) => {
      if (fits(entry, query) && this.#hasSpan(entry.n, query)) {
        const row = this.table.at(entry.n);
        if (row !== undefined) rows.push(row);
      }
      isCutShort = rows.length < query.limit && this.clock.monotonicMs() >= untilMs;
      return rows.length < query.limit && !isCutShort;
    });
    return { rows, next, isCutShort };
  }

  /** Which work takes how long, and which the traces wait for. */
  async statistics(query: StatisticsQuery, signal?: AbortSignal): Promise<StatisticsAnswer> {
    const statistics = new TraceStatistics();
    const untilMs = this.clock.monotonicMs() + SEARCH_MS;
    const next = await this.#walk(query, undefined, signal, ({ n }) => {
      if (this.#hasRoot(n, query)) {
        const found = this.table.outlineAt(n);
        if (found !== undefined) statistics.add(found.outline, found.weight);
      }
      return statistics.traces < MOST_SUMMED_UP && this.clock.monotonicMs() < untilMs;
    });
    const fromMs = next === undefined ? query.fromMs : Math.floor(next.startUs / 1000);
    const isCutShort = next !== undefined;
    return { operations: statistics.result(), traces: statistics.traces, fromMs, isCutShort };
  }

  /** From the newest back, until `look` has enough; returns the place where it stopped, undefined at the end. */
  async #walk(
    { fromMs, toMs }: TimeRange,
    after: Place | undefined,
    signal: AbortSignal | undefined,
    look: (entry: IndexEntry) => boolean,
  ): Promise<Place | undefined> {
    let place: Place = after ?? { startUs: toMs * 1000 + 999, n: LAST_NUMBER };
    let entries: readonly IndexEntry[] = [];
    let at = 0;
    let stopped: Place | undefined;
    await inSlices(
      this.clock,
      () => {
        if (at >= entries.length) {
          entries = this.table.below(place, fromMs * 1000, INDEX_STEP);
          at = 0;
        }
        const entry = entries[at++];
        if (entry === undefined) return false;
        place = entry;
        if (look(entry)) return true;
        stopped = { startUs: entry.startUs, n: entry.n };
        return false;
      },
      signal,
    );
    return stopped;
  }

  #hasRoot(n: number, { rootService, rootName }: StatisticsQuery): boolean {
    if (rootService === undefined && rootName === undefined) return true;
    const row = this.table.at(n);
    return row !== undefined && (rootService ?? row.rootService) === row.rootService && isSame(rootName, row.rootName);
  }

  /** By the outline, or by the filters of the parts and, where these let it through, the spans themselves. */
  #hasSpan(n: number, query: TraceQuery): boolean {
    const { service, name, instance, attribute } = query;
    if (service === undefined && name === undefined && instance === undefined && attribute === undefined) return true;
    const wanted = (span: Pick<OutlineSpan, 'service' | 'name' | 'instance'>) =>
      isSame(service, span.service) && isSame(name, span.name) && isSame(instance, span.instance);
    if (attribute === undefined) return this.table.outlineAt(n)?.outline.spans.some(wanted) === true;
    const { key, value } = attribute;
    const likely = this.table.parts(n).filter((part) => mayHold(part.attributes, key, value));
    return likely.some((part) =>
      (part.read() as KeptSpan[]).some((span) => wanted(span) && hasAttribute(span, key, value)),
    );
  }
}

function fits({ durationUs, errors }: IndexEntry, query: TraceQuery): boolean {
  const { minDurationMs = 0, maxDurationMs = Number.POSITIVE_INFINITY, errorsOnly } = query;
  if (errorsOnly === true && errors === 0) return false;
  return durationUs >= minDurationMs * 1000 && durationUs <= maxDurationMs * 1000;
}

function isSame(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || wanted === found;
}
