import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join, parse, resolve } from 'node:path';

const MAGIC = /[*?[]/;

/** Files for a name or pattern (`*`, `?`, `[a-z]` within a part of the path), sorted. A name without a pattern is itself. */
export function findFiles(pattern: string, folder: string): string[] {
  const whole = isAbsolute(pattern) ? pattern : resolve(folder, pattern);
  const { root } = parse(whole);
  const parts = whole.slice(root.length).split(/[/\\]+/);
  return parts.reduce((found, part) => found.flatMap((path) => step(path, part)), [root]).filter(existsSync);
}

function step(path: string, part: string): string[] {
  if (!MAGIC.test(part)) return [join(path, part)];
  const matcher = matcherOf(part);
  return entriesOf(path)
    .filter((name) => matcher.test(name))
    .sort()
    .map((name) => join(path, name));
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function matcherOf(part: string): RegExp {
  const source = part.replace(/\*+|\?|\[\^?[^\]]+\]|[^*?[]+|\[/g, (piece) => {
    if (piece.startsWith('*')) return '[^/]*';
    if (piece === '?') return '[^/]';
    return piece.length > 1 && piece.startsWith('[') ? piece : piece.replace(/[\\^$.|+(){}[\]]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u');
}
