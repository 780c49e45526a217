import { describe, expect, it } from 'vitest';
import type { Raster } from './raster.ts';
import { lumaGrid, shrink, upright } from './raster.ts';

/** A picture of gray pixels, each with its own value. */
function picture(rows: readonly (readonly number[])[]): Raster {
  const data = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { width: rows[0]?.length ?? 0, height: rows.length, data };
}

function rowsOf({ width, height, data }: Raster): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_x, x) => data[(y * width + x) * 3] ?? -1),
  );
}

describe('shrinking', () => {
  it('takes the mean of the pixels that become one', () => {
    expect(
      rowsOf(
        shrink(
          picture([
            [0, 100],
            [100, 200],
          ]),
          1,
        ),
      ),
    ).toEqual([[100]]);
  });

  it('leaves a small picture as it is', () => {
    const small = picture([[1, 2]]);
    expect(shrink(small, 2)).toBe(small);
  });

  it('never loses a dimension', () => {
    expect(shrink(picture([Array.from({ length: 100 }, () => 9)]), 10)).toMatchObject({ width: 10, height: 1 });
  });
});

describe('turning upright', () => {
  const asTaken = picture([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  it.each([
    [
      1,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      2,
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      3,
      [
        [6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      4,
      [
        [4, 5, 6],
        [1, 2, 3],
      ],
    ],
    [
      5,
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    [
      6,
      [
        [4, 1],
        [5, 2],
        [6, 3],
      ],
    ],
    [
      7,
      [
        [6, 3],
        [5, 2],
        [4, 1],
      ],
    ],
    [
      8,
      [
        [3, 6],
        [2, 5],
        [1, 4],
      ],
    ],
  ])('orientation %d', (orientation, expected) => {
    expect(rowsOf(upright(asTaken, orientation))).toEqual(expected);
  });
});

it('reduces a picture to its brightness, green counting most', () => {
  const green = { width: 1, height: 1, data: Uint8Array.of(0, 255, 0) };
  expect([...lumaGrid(green, 4, 4)]).toEqual([149]);
});
