import { compileRegex } from '@seaworthy/promql';

/**
 * RE2's pattern as a RegExp that looks for it anywhere, as the functions of templates do; a query's patterns must match
 * the whole text instead. Throws for what RE2 refuses.
 */
export function searchRegex(pattern: string, extraFlags = ''): RegExp {
  const whole = compileRegex(`(?-s:${pattern})`);
  const inner = /^\^\(\?:([\s\S]*)\)\$$/.exec(whole.source)?.[1];
  if (inner === undefined) throw new Error(`the pattern ${pattern} cannot be searched for`);
  return new RegExp(inner, whole.flags + extraFlags);
}

/** Replaces every match; `$1`, `${1}`, `$name`, `$$` in the replacement as Go expands them. */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  return text.replace(searchRegex(pattern, 'g'), (...found: unknown[]) => {
    const last = found.at(-1);
    const named = typeof last === 'object' ? (last as Record<string, string | undefined>) : {};
    return replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      if (whole === '$$') return '$';
      const name = braced ?? bare ?? '';
      const group = /^\d+$/.test(name) ? found[Number(name)] : named[name];
      return typeof group === 'string' ? group : '';
    });
  });
}
