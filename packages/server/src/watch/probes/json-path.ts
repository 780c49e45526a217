/** `status`, `checks.db[0].ok`, `$.a["b c"]`: what lies there, undefined when nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>((inside, key) => {
    return typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined;
  }, value);
}

const part = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Throws when the path is none. */
export function keysOf(path: string): string[] {
  const text = path.startsWith('$') ? path.slice(1).replace(/^\./, '') : path;
  const keys: string[] = [];
  for (part.lastIndex = 0; part.lastIndex < text.length; ) {
    const at = part.lastIndex;
    const [, name, index, quoted] = part.exec(text) ?? [];
    const key = name ?? index ?? quoted?.replace(/\\(.)/g, '$1');
    if (key === undefined) throw new Error(`"${path}" is no path: ${JSON.stringify(text.slice(at))} is not understood`);
    keys.push(key);
  }
  return keys;
}
