/** In fours, so that it can be typed without losing the place: `JBSW Y3DP EHPK`. */
export function inGroups(text: string): string {
  return text.match(/.{1,4}/g)?.join(' ') ?? '';
}
