const MAX_LENGTH = 64;

/**
 * A name as it is stored: letters, digits, spaces, `_` and `-`, at most 64. Accents are taken off, other characters
 * dropped; undefined when nothing is left.
 */
export function cleanName(name: string): string | undefined {
  const plain = name.normalize('NFKD').replaceAll(/[^a-zA-Z0-9 _-]/g, '');
  const clean = plain.replaceAll(/ +/g, ' ').trim().slice(0, MAX_LENGTH).trimEnd();
  return clean === '' ? undefined : clean;
}
