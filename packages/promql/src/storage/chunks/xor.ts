/** Zeros before the first one of 64 bits in two words, of which at least one is not 0. */
export function leadingZeros(high: number, low: number): number {
  return high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
}

/** Zeros after the last one of 64 bits in two words, of which at least one is not 0. */
export function trailingZeros(high: number, low: number): number {
  return low === 0 ? 63 - Math.clz32(high & -high) : 31 - Math.clz32(low & -low);
}

export function bitWidthOf(leading: number, trailing: number): number {
  return 64 - leading - trailing;
}

const WHOLE_LIMIT = 2 ** 50;

/** Whether differences to and from this value are exact. -0 is not whole here: its sign would be lost. */
export function isWhole(value: number): boolean {
  return value === Math.trunc(value) && value < WHOLE_LIMIT && value > -WHOLE_LIMIT && (value !== 0 || 1 / value > 0);
}
