import type { Labels } from '../labels/labels.ts';
import type { Matcher } from '../labels/matcher.ts';
import { eachInTurns } from '../values/turns.ts';
import type { BlockSet } from './blocks/block-set.ts';
import type { BlockFinder } from './blocks/find.ts';
import type { ChunkAt } from './chunks/chunk-at.ts';
import { ChunkCopies } from './chunks/chunk-copies.ts';
import { readSamples } from './chunks/read.ts';
import { SampleRoom } from './chunks/sample-room.ts';
import type { Head } from './head/head.ts';
import type { HeadSeries } from './head/head-series.ts';
import { Pace } from './pace.ts';
import type { Querier, Selection, StoredSeries } from './port.ts';
import { mergeLabels, mergeSeries } from './select.ts';

type MatcherLists = readonly (readonly Matcher[])[];
const EVERY_SERIES: MatcherLists = [[]];
/** Of the head, read without a pause. */
const SERIES_AT_ONCE = 256;

interface ChunksOfSeries {
  readonly labels: Labels;
  readonly chunks: readonly ChunkAt[];
}

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
    const pace = new Pace(signal);
    const recent = this.#recent(selection, pace);
    const blocks = this.blocks.overlapping(startMs, endMs);
    if (blocks.length === 0) return recent;
    const older = blocks.map((block) => block.use((used) => used.select(selection, pace, signal)));
    return Promise.all([...older, recent]).then((answers) => mergeSeries(answers, pace));
  }

  async series(matcherLists: MatcherLists, startMs: number, endMs: number): Promise<readonly Labels[]> {
    const lists = matcherLists.map(async (matchers) => {
      const recent = this.head.present(matchers, startMs, endMs).map(({ labels }) => labels);
      const older = await this.#findOnDisk({ matchers, startMs, endMs }, (finder) => finder.labels());
      return mergeLabels([...older.map((labels) => [...labels]), recent], new Pace());
    });
    return mergeLabels(await Promise.all(lists), new Pace());
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

  #recent(selection: Selection, pace: Pace): StoredSeries[] | Promise<StoredSeries[]> {
    const { matchers, startMs, endMs } = selection;
    if (endMs < this.head.oldestMs) return [];
    const found = this.head.find(matchers);
    if (found.length > SERIES_AT_ONCE) {
      const copies = new ChunkCopies();
      const chunksOf = (series: HeadSeries) => this.head.chunksOf(series, startMs, copies);
      return decoded(
        found.map((series) => ({ labels: series.labels, chunks: chunksOf(series) })),
        selection,
        pace,
      );
    }
    const room = new SampleRoom();
    return found.flatMap((series) => {
      const samples = this.head.samplesOf(series, startMs, endMs, room);
      return samples ? [{ labels: series.labels, timestamps: samples.timestamps, values: samples.values }] : [];
    });
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

async function decoded(
  list: readonly ChunksOfSeries[],
  { startMs, endMs }: Selection,
  pace: Pace,
): Promise<StoredSeries[]> {
  const room = new SampleRoom();
  const found: StoredSeries[] = [];
  await eachInTurns(list, pace, ({ labels, chunks }) => {
    for (const { count } of chunks) pace.count(count);
    const samples = readSamples(chunks, startMs, endMs, room);
    if (samples) found.push({ labels, timestamps: samples.timestamps, values: samples.values });
  });
  return found;
}
