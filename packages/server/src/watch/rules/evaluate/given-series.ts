import type { Labels } from '@seaworthy/promql';
import { staleNaN } from '@seaworthy/promql';
import type { Appender, AppendOutcome } from '@seaworthy/promql/storage';
import type { WrittenSample } from './rule.ts';

const REFUSALS: Readonly<Record<Exclude<AppendOutcome, 'ok'>, string>> = {
  out_of_order: 'the store has newer samples of a series that this rule gives',
  duplicate: 'the store has another value of a series that this rule gives, at the same time',
  limit: 'the store takes no more series',
};

/** The series that a rule gave last: what of them does not come again has ended. */
export class GivenSeries {
  #series: ReadonlyMap<string, Labels> = new Map();

  /** Why the store did not take all of it; undefined when it did. */
  async write(appender: Appender, samples: readonly WrittenSample[], endsAt: number): Promise<string | undefined> {
    const given = new Map<string, Labels>();
    let refusal: string | undefined;
    for (const { labels, timestampMs, value } of samples) {
      const outcome = appender.append(labels, timestampMs, value);
      if (outcome === 'ok') given.set(labels.key, labels);
      else refusal = REFUSALS[outcome];
    }
    const ended = [...this.#series.values()].filter(({ key }) => !given.has(key));
    await writeEnds(appender, ended, endsAt);
    this.#series = given;
    return refusal;
  }

  /** For a rule that goes on where another was. */
  takeOver(before: GivenSeries): void {
    this.#series = before.#series;
  }

  /** The series, which from now on are nobody's. */
  forget(): readonly Labels[] {
    const all = [...this.#series.values()];
    this.#series = new Map();
    return all;
  }
}

/** Writes the end of series, and with it what the appender has already. */
export async function writeEnds(appender: Appender, ended: readonly Labels[], at: number): Promise<void> {
  for (const labels of ended) appender.append(labels, at, staleNaN);
  await appender.commit();
}
