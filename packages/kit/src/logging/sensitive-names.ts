import { isSensitiveKey } from '../redaction/sensitive-key.ts';

const mostRemembered = 2000;

/** Names that alone say little, and in a log hold a secret more often than not. */
const alsoSensitive: ReadonlySet<string> = new Set([
  'pass',
  'jwt',
  'bearer',
  'set-cookie',
  'ssh_key',
  'sshkey',
  'hmac_key',
  'hmackey',
  'master_key',
  'masterkey',
]);

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
    const isSensitive = extraNames.has(name.toLowerCase()) || isSensitiveName(asSeen(name));
    if (remembered.size < mostRemembered) remembered.set(name, isSensitive);
    return isSensitive;
  };
}

/** `ｐａｓｓｗｏｒｄ`, or a name with characters in it that nobody sees, is read as people read it. */
function asSeen(name: string): string {
  return name.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
}

function isSensitiveName(name: string): boolean {
  const subject = name.replace(/[-_]?headers?$/i, '');
  return alsoSensitive.has(subject.toLowerCase()) || isSensitiveKey(subject);
}
