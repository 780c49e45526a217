import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkAt } from './chunk-at.ts';
import { chunksOfRun } from './chunk-at.ts';
import { SLACK_BYTES } from './format.ts';
import { ChunkPacker } from './pack.ts';
import { readSamples } from './read.ts';
import { words, wordsOf } from './words.ts';

type Sample = { readonly timeMs: number; readonly high: number; readonly low: number };

function pack(samples: readonly Sample[], packer = new ChunkPacker()): ChunkAt[] {
  for (const { timeMs, high, low } of samples) packer.add(timeMs, high, low);
  const packed = packer.take();
  const bytes = new Uint8Array(packed.length + SLACK_BYTES);
  bytes.set(packed);
  return chunksOfRun(bytes, 0, packed.length);
}

function unpack(chunks: readonly ChunkAt[], startMs = -Infinity, endMs = Infinity): Sample[] {
  const samples = readSamples(chunks, startMs, endMs);
  if (!samples) return [];
  const view = new DataView(samples.values.buffer, samples.values.byteOffset);
  return [...samples.timestamps].map((timeMs, index) => ({
    timeMs,
    high: view.getUint32(index * 8 + 4, true),
    low: view.getUint32(index * 8, true),
  }));
}

function sampleOf(timeMs: number, value: number): Sample {
  words.of(value);
  return { timeMs, high: words.high, low: words.low };
}

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const anyBits = fc.record({ high: word, low: word });
const special = fc.constantFrom(0, -0, Infinity, -Infinity, NaN, 5e-324, Number.MAX_VALUE, 1, 2, 3).map((value) => {
  words.of(value);
  return { high: words.high, low: words.low };
});
const whole = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.integer(), fc.maxSafeInteger()).map((value) => {
  words.of(value);
  return { high: words.high, low: words.low };
});
const marker = fc.constant({ high: 0x7ff00000, low: 2 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 14_990, max: 15_010 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 100_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 40 }) },
);
const series = fc
  .tuple(
    fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
    fc.array(fc.tuple(step, fc.oneof(anyBits, special, whole, marker)), { minLength: 1, maxLength: 400 }),
  )
  .map(([start, steps]) => {
    let timeMs = start;
    return steps.map(([stepMs, bits]) => {
      timeMs += stepMs;
      return { timeMs, ...bits };
    });
  });

describe('chunks', () => {
  it('give back every time and every bit of every value', () => {
    const packer = new ChunkPacker();
    fc.assert(
      fc.property(series, (samples) => {
        expect(unpack(pack(samples, packer))).toEqual(samples);
      }),
      { numRuns: 150 },
    );
  });

  it('give the samples between two times, both inclusive', () => {
    fc.assert(
      fc.property(series, fc.nat(), fc.nat(), (samples, one, other) => {
        const [from, to] = [one % samples.length, other % samples.length].sort((a, b) => a - b) as [number, number];
        const [startMs, endMs] = [samples[from]?.timeMs ?? 0, samples[to]?.timeMs ?? 0];
        expect(unpack(pack(samples), startMs, endMs)).toEqual(samples.slice(from, to + 1));
        expect(unpack(pack(samples), startMs + 0.5, startMs + 0.6)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('follow a counter that grows by integers with small windows, and constants with almost nothing', () => {
    const counter = Array.from({ length: 480 }, (_, i) => sampleOf(1.7e12 + i * 15_000, 1_000_000 + i * 37));
    const constant = Array.from({ length: 480 }, (_, i) => sampleOf(1.7e12 + i * 15_000, 12.5));
    expect(bytesOf(counter) / 480).toBeLessThan(2.5);
    expect(bytesOf(constant) / 480).toBeLessThan(0.6);
    expect(unpack(pack(counter))).toEqual(counter);
  });

  it('split what cannot be compressed into more chunks', () => {
    const noise = Array.from({ length: 120 }, (_, i) => sampleOf(1.7e12 + i * 15_000, Math.sin(i) * 1e9));
    expect(pack(noise).length).toBeGreaterThan(1);
    expect(unpack(pack(noise))).toEqual(noise);
  });

  it('restore the bits of the staleness marker when they were quietened on the way', () => {
    const quiet = new Float64Array(1);
    wordsOf(quiet).set([2, 0x7ff80000]);
    expect(sampleOf(1, quiet[0] as number)).toEqual({ timeMs: 1, high: 0x7ff00000, low: 2 });
  });
});

function bytesOf(samples: readonly Sample[]): number {
  const packer = new ChunkPacker();
  for (const { timeMs, high, low } of samples) packer.add(timeMs, high, low);
  return packer.take().length;
}
