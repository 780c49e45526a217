const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

/** Which half of a double holds the sign and exponent depends on the machine. */
const HIGH_WORD = isLittleEndian() ? 1 : 0;
const LOW_WORD = 1 - HIGH_WORD;
const MARKER_HIGH = 0x7ff00000;
const MARKER_LOW = 2;

/** Writes the staleness marker: the NaN with bit pattern 0x7ff0000000000002, which says that a series ended here. */
export function writeStale(values: Float64Array, index: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset + index * 8, 2);
  words[HIGH_WORD] = MARKER_HIGH;
  words[LOW_WORD] = MARKER_LOW;
}

/** Whether values[index] is the staleness marker. */
export function isStaleAt(values: Float64Array, index: number): boolean {
  if (!Number.isNaN(values[index])) return false;
  return isMarker(new Uint32Array(values.buffer, values.byteOffset + index * 8, 2));
}

/**
 * Whether a number is the marker. Only typed arrays keep a NaN's bits for certain: a number that came out of an object
 * or an ordinary array may have lost them.
 */
export function isStale(value: number): boolean {
  if (!Number.isNaN(value)) return false;
  scratch[0] = value;
  return isMarker(scratchWords);
}

/** The marker as a number, to be passed on at once; see `isStale`. */
export const staleNaN: number = (() => {
  writeStale(scratch, 0);
  return scratch[0] as number;
})();

/** A processor may set the quiet bit of a NaN that it moves: the marker is recognised with and without it. */
function isMarker(words: Uint32Array): boolean {
  return words[LOW_WORD] === MARKER_LOW && ((words[HIGH_WORD] as number) & 0x7ff7ffff) === MARKER_HIGH;
}

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
