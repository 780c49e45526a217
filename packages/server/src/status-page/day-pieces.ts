export const DAY_MS = 86_400_000;

export interface DayPiece {
  /** Days since 1970, in UTC. */
  readonly day: number;
  readonly ms: number;
}

export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** A stretch of time by the UTC days that it lies in. */
export function dayPieces(fromMs: number, toMs: number): readonly DayPiece[] {
  const pieces: DayPiece[] = [];
  for (let start = fromMs; start < toMs; ) {
    const day = dayOf(start);
    const end = Math.min(toMs, (day + 1) * DAY_MS);
    pieces.push({ day, ms: end - start });
    start = end;
  }
  return pieces;
}
