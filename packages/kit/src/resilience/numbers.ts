/** Longer delays end at once: Node's timers hold 31 bits. */
const longestMs = 2 ** 31 - 1;

/** A duration in milliseconds that a timer can be set to; a wrong one throws where the part is made. */
export function duration(name: string, value: number): number {
  return within(name, value, 0, longestMs);
}

export function within(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (value >= least && value <= most) return value;
  throw new TypeError(`${name} must be a number from ${least} to ${most}, not ${value}`);
}
