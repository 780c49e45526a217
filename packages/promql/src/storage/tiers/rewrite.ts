import { compareLabels } from '../../labels/labels.ts';
import type { Block } from '../blocks/block.ts';
import type { RunToWrite } from '../blocks/block-writer.ts';
import { joined } from '../chunks/join.ts';
import { ChunkPacker } from '../chunks/pack.ts';
import type { StoredSeries } from '../port.ts';
import { downsample } from './downsample.ts';

/** The series of blocks that follow each other in time, thinned out, in the order of labels: what a new block is made of. */
export async function* thinnedRuns(sources: readonly Block[], resolutionMs: number): AsyncGenerator<RunToWrite> {
  const packer = new ChunkPacker();
  for await (const { labels, timestamps, values } of mergedSeries(sources.map((block) => block.all()))) {
    let firstMs = Infinity;
    let lastMs = -Infinity;
    downsample(labels, { timestamps, values }, resolutionMs, (timeMs, high, low) => {
      firstMs = Math.min(firstMs, timeMs);
      lastMs = timeMs;
      packer.add(timeMs, high, low);
    });
    const { samples } = packer;
    yield { labels, bytes: [packer.take()], samples, firstMs, lastMs };
  }
}

/** Merges sequences that are each in the order of labels; of equal labels, the samples follow in the order of sources. */
async function* mergedSeries(sources: readonly AsyncGenerator<StoredSeries>[]): AsyncGenerator<StoredSeries> {
  const heads = await Promise.all(
    sources.map(async (source) => (await source.next()).value as StoredSeries | undefined),
  );
  for (;;) {
    const first = heads.reduce(earlier, undefined);
    if (!first) return;
    const parts: StoredSeries[] = [];
    for (const [index, head] of heads.entries()) {
      if (!head?.labels.equals(first.labels)) continue;
      parts.push(head);
      heads[index] = (await sources[index]?.next())?.value as StoredSeries | undefined;
    }
    yield { labels: first.labels, ...joined(parts) };
  }
}

function earlier(a: StoredSeries | undefined, b: StoredSeries | undefined): StoredSeries | undefined {
  if (!a || !b) return a ?? b;
  return compareLabels(b.labels, a.labels) < 0 ? b : a;
}
