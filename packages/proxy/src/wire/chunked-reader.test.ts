import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkedReader } from './chunked-reader.ts';

const WHOLE = '4;name="va;lue"\r\nWiki\r\nA\r\n0123456789\r\n0\r\nExpires: never\r\nX: \r\n\r\n';

/** Feeds `text` in pieces of the given sizes; where the body ended, or -1. */
function feed(text: string, sizes: readonly number[]): { end: number; data: string; reader: ChunkedReader } {
  const reader = new ChunkedReader();
  const bytes = Buffer.from(text, 'latin1');
  let [at, data] = [0, ''];
  for (let i = 0; at < bytes.length && !reader.isDone; i++) {
    const piece = bytes.subarray(at, at + (sizes[i] ?? bytes.length));
    const end = reader.read(piece, 0, (from, to) => {
      data += piece.toString('latin1', from, to);
    });
    if (end < 0) return { end, data, reader };
    at += end;
  }
  return { end: at, data, reader };
}

test('a body ends where it ends, however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 80 }), (sizes) => {
      const { end, data, reader } = feed(`${WHOLE}GET / HTTP/1.1\r\n`, sizes);
      expect({ end, data, isDone: reader.isDone }).toEqual({ end: WHOLE.length, data: 'Wiki0123456789', isDone: true });
    }),
  );
});

describe('malformed bodies are refused', () => {
  test.each([
    ['a size that is no number', 'x\r\n'],
    ['an empty size', '\r\n'],
    ['a signed size', '+4\r\nWiki\r\n'],
    ['a size with a prefix', '0x4\r\nWiki\r\n'],
    ['a space after the size', '4 \r\nWiki\r\n'],
    ['a size beyond what is exact', 'ffffffffffffff\r\n'],
    ['a bare line feed after the size', '4\nWiki\r\n'],
    ['a bare carriage return after the size', '4\rWiki'],
    ['data longer than its size', '3\r\nWiki\r\n0\r\n\r\n'],
    ['a bare line feed after the data', '4\r\nWiki\n0\r\n\r\n'],
    ['a line feed in an extension', '4;a\n\r\nWiki\r\n'],
    ['a trailer that is folded', '0\r\nA: b\r\n c\r\n\r\n'],
    ['a trailer with a space before its colon', '0\r\nA : b\r\n\r\n'],
    ['a bare line feed in a trailer', '0\r\nA: b\nC: d\r\n\r\n'],
    ['a trailer that would change the framing', '0\r\ncontent-LENGTH: 9\r\n\r\n'],
    ['endless extensions', `4;${'a'.repeat(20_000)}\r\nWiki\r\n`],
    ['endless trailers', `0\r\n${'A: b\r\n'.repeat(20_000)}`],
  ])('%s', (_, text) => {
    expect(feed(text, []).end).toBe(-1);
  });
});

test('it knows when it stands between two chunks', () => {
  const reader = new ChunkedReader();
  reader.read(Buffer.from('4\r\nWi'), 0);
  expect(reader.isBetweenChunks).toBe(false);
  reader.read(Buffer.from('ki\r\n'), 0);
  expect(reader.isBetweenChunks).toBe(true);
  expect(reader.dataBytes).toBe(4);
});
