/** Whether one character, by its code point, is one of a class. */
export type Character = (code: number) => boolean;

const ASCII = 128;

/** From JavaScript's words for the class. Most characters are ASCII: for them it is a look into a table. */
export function characterOf(source: string): Character {
  const only = new RegExp(`^${source}$`, 'u');
  const table = Uint8Array.from({ length: ASCII }, (_, code) => (only.test(String.fromCodePoint(code)) ? 1 : 0));
  return (code) => (code < ASCII ? table[code] === 1 : only.test(String.fromCodePoint(code)));
}
