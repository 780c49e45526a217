/**
 * Lets a frame pass when it shows something new against the last one that passed. The first frame always passes: a
 * visitor who stands still is still a visitor.
 */
export interface MotionGate {
  admits(grid: Uint8Array): boolean;
  largestChange(): number | undefined;
}

/** Brightness steps (of 255) that count as a change of a cell; sensor noise and recompression stay below. */
const CELL_STEP = 18;

export function createMotionGate(threshold: number): MotionGate {
  let last: Uint8Array | undefined;
  let largest: number | undefined;
  return {
    admits(grid) {
      const change = last === undefined ? undefined : changedShare(last, grid);
      if (change !== undefined) largest = Math.max(largest ?? 0, change);
      const passes = change === undefined || change >= threshold;
      if (passes) last = grid;
      return passes;
    },
    largestChange: () => largest,
  };
}

/** Share of cells whose brightness changed, 0 to 1; pictures of different shape differ wholly. */
export function changedShare(before: Uint8Array, after: Uint8Array): number {
  if (before.length !== after.length) return 1;
  let changed = 0;
  for (const [index, value] of after.entries()) {
    if (Math.abs(value - (before[index] ?? 0)) >= CELL_STEP) changed++;
  }
  return after.length === 0 ? 0 : changed / after.length;
}
