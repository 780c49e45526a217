import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Labels } from '../labels/index.ts';
import { emptyColumn } from './column.ts';
import { KahanSum, sumOf } from './kahan.ts';
import { meanOf, varianceOf } from './mean.ts';
import { quantileOf } from './quantile.ts';
import { withoutStale } from './samples.ts';
import { isStale, isStaleAt, staleNaN, writeStale } from './stale.ts';

describe('the staleness marker', () => {
  it('is told from every other NaN', () => {
    const values = Float64Array.of(Number.NaN, 0, 0);
    writeStale(values, 2);
    expect([0, 1, 2].map((index) => isStaleAt(values, index))).toEqual([false, false, true]);
    expect(isStale(staleNaN)).toBe(true);
    expect(isStale(Number.NaN)).toBe(false);
  });

  it('survives copies of typed arrays', () => {
    const values = new Float64Array(3);
    writeStale(values, 1);
    expect(isStaleAt(values.slice(1), 0)).toBe(true);
    expect(isStaleAt(values.subarray(1), 0)).toBe(true);
    expect(isStaleAt(new Float64Array(values), 1)).toBe(true);
  });

  it('is taken out of the samples of a range, and nothing else is', () => {
    const values = Float64Array.of(1, Number.NaN, 0, 4);
    writeStale(values, 2);
    const live = withoutStale({ timestamps: Float64Array.of(10, 20, 30, 40), values });
    expect([...live.timestamps]).toEqual([10, 20, 40]);
    expect([...live.values]).toEqual([1, Number.NaN, 4]);
  });
});

describe('sums', () => {
  it('keep what rounding takes away', () => {
    expect(sumOf(Float64Array.of(1, 1e100, 1, -1e100), 0, 4)).toBe(2);
    const sum = new KahanSum();
    for (let i = 0; i < 10; i++) sum.add(0.1);
    expect(sum.value).toBe(1);
  });

  it('of infinite values are infinite, or NaN where they cancel out', () => {
    expect(sumOf(Float64Array.of(1, Infinity, 1), 0, 3)).toBe(Infinity);
    expect(sumOf(Float64Array.of(Infinity, -Infinity), 0, 2)).toBeNaN();
    expect(sumOf(Float64Array.of(1e308, 1e308), 0, 2)).toBe(Infinity);
  });
});

describe('means and variances', () => {
  it('do not overflow where no value is infinite', () => {
    expect(meanOf(Float64Array.of(1.5e308, 1.5e308, 1.2e308), 0, 3)).toBeCloseTo(1.4e308, -297);
  });

  it('of a constant are the constant, and zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 50 }), (value, count) => {
        const values = new Float64Array(count).fill(value);
        return meanOf(values, 0, count) === value && varianceOf(values, 0, count) === 0;
      }),
    );
  });
});

describe('quantiles', () => {
  it('lie between the two nearest ranks', () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect([0, 0.25, 0.5, 1].map((phi) => quantileOf(phi, values, 0, 4))).toEqual([1, 1.75, 2.5, 4]);
    expect([-1, 2, Number.NaN].map((phi) => quantileOf(phi, values, 0, 4))).toEqual([-Infinity, Infinity, Number.NaN]);
  });

  it('count NaN as the smallest value', () => {
    const values = Float64Array.of(2, Number.NaN, 1);
    expect([0, 0.5, 1].map((phi) => quantileOf(phi, values, 0, 3))).toEqual([Number.NaN, 1, 2]);
  });

  it('are the sorted values, however many there are', () => {
    const some = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 150 });
    fc.assert(
      fc.property(some, fc.nat(), (list, seed) => {
        const rank = seed % list.length;
        const found = quantileOf(rank / (list.length - 1), Float64Array.from(list), 0, list.length);
        expect(found).toBeCloseTo([...list].sort((a, b) => a - b)[rank] as number, 9);
      }),
    );
  });
});

describe('columns', () => {
  it('begin empty and do not share points, though they share buffers', () => {
    const columns = Array.from({ length: 2000 }, () => emptyColumn(Labels.empty, 100));
    for (const [index, { values, present }] of columns.entries()) {
      expect([values.length, present.indexOf(1), values[50]]).toEqual([100, -1, 0]);
      values.fill(index);
      present.fill(1);
    }
    expect(columns.every(({ values }, index) => values.every((value) => value === index))).toBe(true);
  });
});
