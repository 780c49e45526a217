import type { Labels } from '../labels/labels.ts';
import { words } from './chunks/words.ts';
import type { Head } from './head/head.ts';
import type { HeadSeries } from './head/head-series.ts';
import { Staged } from './head/staged.ts';
import type { SampleLog } from './log/sample-log.ts';
import type { Appender, AppendOutcome } from './port.ts';

export interface Refused {
  out_of_order: number;
  duplicate: number;
  limit: number;
}

/** Collects samples; a commit writes them to the log, then shows them to queries, all in one moment. */
export class HeadAppender implements Appender {
  #staged = new Staged();
  /** The arrays of the last commit, for the next one. */
  #spare: Staged | undefined;
  #last: HeadSeries | undefined;

  constructor(
    readonly head: Head,
    readonly log: SampleLog,
    readonly refused: Refused,
  ) {}

  append(labels: Labels, timestampMs: number, value: number): AppendOutcome {
    words.of(value);
    const { high, low } = words;
    const outcome = this.#append(labels, timestampMs, high, low);
    if (outcome !== 'ok') this.refused[outcome] += 1;
    return outcome;
  }

  own(labels: Labels): Labels {
    return this.head.seriesOf(labels)?.labels ?? labels;
  }

  /** Rejects when the log could not be written: then none of the samples is shown, and their times stay refused. */
  async commit(): Promise<void> {
    const staged = this.#staged;
    if (staged.count === 0) return;
    this.#staged = this.#spare ?? new Staged();
    this.#spare = undefined;
    await this.log.append(staged);
    for (let index = 0; index < staged.count; index++) {
      this.head.put(
        staged.series[index] as (typeof staged.series)[number],
        staged.timestamps[index] as number,
        staged.words[2 * index] as number,
        staged.words[2 * index + 1] as number,
      );
    }
    staged.clear();
    this.#spare = staged;
  }

  #append(labels: Labels, timestampMs: number, high: number, low: number): AppendOutcome {
    if (timestampMs < this.head.floorMs) return 'out_of_order';
    const series = this.head.seriesOf(labels, this.#last);
    if (!series) return 'limit';
    this.#last = series;
    const accepted = this.head.accept(series, timestampMs, high, low);
    if (accepted === 'ok') this.#staged.push(series, timestampMs, high, low);
    return accepted === 'again' ? 'ok' : accepted;
  }
}
