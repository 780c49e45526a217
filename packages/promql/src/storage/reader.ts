import type { Labels } from '../labels/labels.ts';
import type { Matcher } from '../labels/matcher.ts';
import type { BlockSet } from './blocks/block-set.ts';
import type { BlockFinder } from './blocks/find.ts';
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

  select(selection: Selection, signal?: AbortSignal): StoredSeries[] | Promise<StoredSeries[]> {
    const { startMs, endMs } = selection;
    const recent = this.#recent(selection);
    const blocks = this.blocks.overlapping(startMs, endMs);
    if (blocks.length === 0) return recent;
    const older = blocks.map((block) => block.use((used) => used.select(selection, signal)));
    return Promise.all(older).then((answers) => mergeSeries([...answers, recent]));
  }

  async series(matcherLists: MatcherLists, startMs: number, endMs: number): Promise<readonly Labels[]> {
    const lists = matcherLists.map(async (matchers) => {
      const recent = this.head.present(matchers, startMs, endMs).map(({ labels }) => labels);
      const older = await this.#findOnDisk({ matchers, startMs, endMs }, (finder) => finder.labels());
      return mergeLabels([...older.map((labels) => [...labels]), recent]);
    });
    return mergeLabels(await Promise.all(lists));
  }

  async labelNames(matcherLists: MatcherLists, startMs: number, endMs: number): Promise<readonly string[]> {
    const ofSeries = ({ labels }: HeadSeries) => labels.names;
    return this.#texts(matcherLists, startMs, endMs, ofSeries, (finder) => finder.names());
  }

  async labelValues(
    name: string,
    matcherLists: MatcherLists,
    startMs: number,
    endMs: number,
  ): Promise<readonly string[]> {
    const ofSeries = ({ labels }: HeadSeries) => [labels.get(name)];
    return this.#texts(matcherLists, startMs, endMs, ofSeries, (finder) => finder.values(name));
  }

  #recent({ matchers, startMs, endMs }: Selection): StoredSeries[] {
    const found: StoredSeries[] = [];
    if (endMs < this.head.oldestMs) return found;
    const room = new SampleRoom();
    for (const series of this.head.find(matchers)) {
      const samples = this.head.samplesOf(series, startMs, endMs, room);
      if (samples) found.push({ labels: series.labels, timestamps: samples.timestamps, values: samples.values });
    }
    return found;
  }

  #findOnDisk<Item>(selection: Selection, ask: (finder: BlockFinder) => Iterable<Item>): Promise<Iterable<Item>[]> {
    const blocks = this.blocks.overlapping(selection.startMs, selection.endMs);
    return Promise.all(blocks.map((block) => block.use((used) => used.find(selection, ask))));
  }

  async #texts(
    matcherLists: MatcherLists,
    startMs: number,
    endMs: number,
    ofSeries: (series: HeadSeries) => readonly string[],
    ofBlock: (finder: BlockFinder) => Iterable<string>,
  ): Promise<readonly string[]> {
    const texts = new Set<string>();
    for (const matchers of matcherLists.length > 0 ? matcherLists : EVERY_SERIES) {
      for (const series of this.head.present(matchers, startMs, endMs)) {
        for (const text of ofSeries(series)) texts.add(text);
      }
      for (const answer of await this.#findOnDisk({ matchers, startMs, endMs }, ofBlock)) {
        for (const text of answer) texts.add(text);
      }
    }
    texts.delete('');
    return [...texts].sort();
  }
}
