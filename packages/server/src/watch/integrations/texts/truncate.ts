/** At most so many characters; an ellipsis tells that something is missing. */
export function truncate(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** The same for what may take so many bytes once `write` has written it. */
export function truncateBytes(text: string, most: number, write: (text: string) => string): string {
  let kept = text;
  for (let bytes = size(kept); bytes > most; bytes = size(kept)) {
    const length = [...kept].length;
    kept = truncate(kept, Math.max(1, Math.min(length - 1, Math.floor((length * most) / bytes))));
  }
  return kept;

  function size(candidate: string): number {
    return Buffer.byteLength(write(candidate));
  }
}
