import { errorWords } from './field.ts';

/** Of the versions 1 to 10 at level M (ISO/IEC 18004, table 9): words in all, of error correction in a block, blocks. */
const versions = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
] as const;

export interface QrWords {
  readonly version: number;
  /** In the order in which they are drawn. */
  readonly words: readonly number[];
}

/** A text as bytes, with what corrects errors; undefined when it is too long for version 10: some 200 bytes. */
export function qrWords(text: string): QrWords | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  for (const [index, [total, errorCount, blocks]] of versions.entries()) {
    const version = index + 1;
    const room = total - errorCount * blocks;
    const data = dataWords(bytes, version < 10 ? 8 : 16, room);
    if (data) return { version, words: interleaved(data, errorCount, blocks) };
  }
  return undefined;
}

/** Mode and length, the bytes, an end, and the two pad words in turn. */
function dataWords(bytes: readonly number[], lengthBits: number, room: number): readonly number[] | undefined {
  const bits = `0100${binary(bytes.length, lengthBits)}${bytes.map((byte) => binary(byte, 8)).join('')}`;
  if (bits.length > room * 8) return undefined;
  const ended = bits + '0'.repeat(Math.min(4, room * 8 - bits.length));
  const whole = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0');
  const words = Array.from({ length: whole.length / 8 }, (_, at) =>
    Number.parseInt(whole.slice(at * 8, at * 8 + 8), 2),
  );
  const pads = Array.from({ length: room - words.length }, (_, at) => (at % 2 === 0 ? 0xec : 0x11));
  return [...words, ...pads];
}

/** The first word of each block, then the second; the last blocks may be one longer. */
function interleaved(data: readonly number[], errorCount: number, count: number): readonly number[] {
  const short = Math.floor(data.length / count);
  const longBlocks = data.length % count;
  const blocks = Array.from({ length: count }, (_, at) => {
    const start = at * short + Math.max(0, at - (count - longBlocks));
    return data.slice(start, start + short + (at >= count - longBlocks ? 1 : 0));
  });
  return [...acrossOf(blocks), ...acrossOf(blocks.map((block) => errorWords(block, errorCount)))];
}

function acrossOf(blocks: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => block[at] ?? [])).flat();
}

export function binary(value: number, length: number): string {
  return value.toString(2).padStart(length, '0');
}
