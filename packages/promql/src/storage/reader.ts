import type { Labels } from '../labels/labels.ts';
import type { Matcher } from '../labels/matcher.ts';
import type { Block } from './blocks/block.ts';
import type { BlockSet } from './blocks/block-set.ts';
import { SampleRoom } from './chunks/sample-room.ts';
import type { Head } from './head/head.ts';
import type { HeadSeries } from './head/head-series.ts';
import type { Querier, Selection, StoredSeries } from './port.ts';
import { mergeLabels, mergeSeries } from './select.ts';

type MatcherLists = readonly (readonly Matcher[])[];
const EVERY_SERIES: MatcherLists = [[]];

/**
 * Reads head and blocks as one. Which blocks and what of the head belong to an answer is settled in one moment, before
 * anything is awaited: a compaction meanwhile changes nothing in it.
 */
export class StoreReader implements Querier {
  constructor(
    readonly head: Head,
    readonly blocks: BlockSet,
  ) {}

  select({ matchers, startMs, endMs }: Selection, signal?: AbortSignal): StoredSeries[] | Promise<StoredSeries[]> {
    const recent = this.#recent(matchers, startMs, endMs);
    const blocks = this.blocks.overlapping(startMs, endMs);
    if (blocks.length === 0) return recent;
    const older = blocks.map((block) => block.use((used) => used.select(matchers, startMs, endMs, signal)));
    return Promise.all(older).then((answers) => mergeSeries([...answers, recent]));
  }

  async series(matcherLists: MatcherLists, startMs: number, endMs: number): Promise<readonly Labels[]> {
    const lists = matcherLists.map(async (matchers) => {
      const recent = this.head.present(matchers, startMs, endMs).map(({ labels }) => labels);
      const older = await this.#each(startMs, endMs, (block) => block.labels(matchers, startMs, endMs));
      return mergeLabels([...older, recent]);
    });
    return mergeLabels(await Promise.all(lists));
  }

  async labelNames(matcherLists: MatcherLists, startMs: number, endMs: number): Promise<readonly string[]> {
    return this.#texts(
      matcherLists,
      startMs,
      endMs,
      ({ labels }) => labels.names,
      (block, matchers) => block.labelNames(matchers, startMs, endMs),
    );
  }

  async labelValues(
    name: string,
    matcherLists: MatcherLists,
    startMs: number,
    endMs: number,
  ): Promise<readonly string[]> {
    return this.#texts(
      matcherLists,
      startMs,
      endMs,
      ({ labels }) => [labels.get(name)],
      (block, matchers) => block.labelValues(name, matchers, startMs, endMs),
    );
  }

  #recent(matchers: readonly Matcher[], startMs: number, endMs: number): StoredSeries[] {
    const found: StoredSeries[] = [];
    if (endMs < this.head.oldestMs) return found;
    const room = new SampleRoom();
    for (const series of this.head.find(matchers)) {
      const samples = this.head.samplesOf(series, startMs, endMs, room);
      if (samples) found.push({ labels: series.labels, timestamps: samples.timestamps, values: samples.values });
    }
    return found;
  }

  #each<Result>(startMs: number, endMs: number, read: (block: Block) => Promise<Result>): Promise<Result[]> {
    return Promise.all(this.blocks.overlapping(startMs, endMs).map((block) => block.use(read)));
  }

  async #texts(
    matcherLists: MatcherLists,
    startMs: number,
    endMs: number,
    ofSeries: (series: HeadSeries) => readonly string[],
    ofBlock: (block: Block, matchers: readonly Matcher[]) => Promise<Iterable<string>>,
  ): Promise<readonly string[]> {
    const texts = new Set<string>();
    for (const matchers of matcherLists.length > 0 ? matcherLists : EVERY_SERIES) {
      for (const series of this.head.present(matchers, startMs, endMs)) {
        for (const text of ofSeries(series)) texts.add(text);
      }
      for (const answer of await this.#each(startMs, endMs, (block) => ofBlock(block, matchers))) {
        for (const text of answer) texts.add(text);
      }
    }
    texts.delete('');
    return [...texts].sort();
  }
}
