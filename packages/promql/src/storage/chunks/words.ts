/** Which half of a double holds sign and exponent depends on the machine. */
export const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
export const LOW = 1 - HIGH;

const double = new DataView(new ArrayBuffer(8));
const STALE_LOW = 2;
const STALE_HIGH = 0x7ff00000;

/** A double as two 32-bit words. JavaScript may quieten a signalling NaN on its way; the staleness marker is restored. */
export const words = {
  high: 0,
  low: 0,
  of(value: number): void {
    double.setFloat64(0, value);
    this.high = double.getUint32(0);
    this.low = double.getUint32(4);
    if (this.low === STALE_LOW && (this.high & 0x7ff7ffff) === STALE_HIGH) this.high = STALE_HIGH;
  },
};

/** The words of an array of doubles: written through these, every NaN keeps its bits. */
export function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

export function isStaleWords(high: number, low: number): boolean {
  return low === STALE_LOW && high === STALE_HIGH;
}
