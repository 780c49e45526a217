const key = 'seaworthy.expressions';
const most = 20;

/** The expressions that were run in this browser, the last one first. */
export function readHistory(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** A browser that keeps nothing is none the worse for it. */
export function remember(expr: string, storage: Pick<Storage, 'getItem' | 'setItem'>): readonly string[] {
  const before = readHistory(storage);
  const next = [expr, ...before.filter((each) => each !== expr)].slice(0, most);
  try {
    storage.setItem(key, JSON.stringify(next));
  } catch {
    return before;
  }
  return next;
}
