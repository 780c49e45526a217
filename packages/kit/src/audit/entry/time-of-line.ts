/** Milliseconds since the epoch; the time stands at a fixed place, after the sequence. */
export function timeOfLine(line: Buffer): number {
  const [, time = ''] = /"time":"([^"]*)"/.exec(line.toString('latin1', 0, 80)) ?? [];
  return Date.parse(time);
}
