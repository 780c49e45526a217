import { rejected } from './release.ts';

const LONGEST_PATH = 4_096;
const LONGEST_NAME = 255;
const MOST_LINKS = 40;

/** The path of an entry without `./` and a closing `/`; throws unless it names a place inside the release. */
export function entryPath(raw: string): string {
  if (raw.startsWith('/')) throw rejected(raw, 'is an absolute path');
  const names = raw.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw rejected(raw, 'leads out of the folder by ".."');
  if (/[\0\uFFFD]/.test(raw)) throw rejected(raw, 'is not a name in UTF-8');
  if (raw.length > LONGEST_PATH || names.some((name) => Buffer.byteLength(name) > LONGEST_NAME)) {
    throw rejected(`${raw.slice(0, 80)}…`, 'is too long a name');
  }
  return names.join('/');
}

/** Throws for the first link that leads out of the release, also by way of other links. */
export function checkLinks(links: ReadonlyMap<string, string>): void {
  for (const [path, target] of links) {
    if (target.startsWith('/')) throw rejected(path, `is a link to the absolute path ${target}`);
    if (!staysInside(path, links)) throw rejected(path, `is a link that leads out of the folder, to ${target}`);
  }
}

/**
 * Walks the way that the kernel would, name by name, link by link. Comparing texts is not enough: `a/..` is not `.`
 * where `a` is a link. Works on the list of links alone, so that a target which does not exist yet is judged as well.
 */
function staysInside(path: string, links: ReadonlyMap<string, string>): boolean {
  const ahead = path.split('/').reverse();
  const walked: string[] = [];
  let followed = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (walked.pop() === undefined) return false;
      continue;
    }
    walked.push(name);
    const target = links.get(walked.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/') || ++followed > MOST_LINKS) return false;
    walked.pop();
    ahead.push(...target.split('/').reverse());
  }
  return true;
}
