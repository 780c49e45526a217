import { isSensitiveKey } from '../redaction/sensitive-key.ts';

const mostRemembered = 2000;

/** Names that alone say little, and in a log hold a secret more often than not. */
const alsoSensitive: ReadonlySet<string> = new Set(['pass', 'jwt', 'set-cookie']);

/**
 * Tells which field names hold secrets: the kinds that the configuration hides, and those in `extra`. In a log, unlike
 * in a configuration, `authorizationHeader` is the header's content. Answers are remembered, for names are few.
 */
export function sensitiveNames(extra: readonly string[] = []): (name: string) => boolean {
  const extraNames = new Set(extra.map((name) => name.toLowerCase()));
  const remembered = new Map<string, boolean>();

  return (name) => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const isSensitive = extraNames.has(name.toLowerCase()) || isSensitiveName(name);
    if (remembered.size < mostRemembered) remembered.set(name, isSensitive);
    return isSensitive;
  };
}

function isSensitiveName(name: string): boolean {
  const subject = name.replace(/[-_]?headers?$/i, '');
  return alsoSensitive.has(subject.toLowerCase()) || isSensitiveKey(subject);
}
