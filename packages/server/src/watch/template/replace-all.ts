import { searchRegex } from '@seaworthy/promql';

/** Replaces every match; `$1`, `${1}`, `$name`, `$$` in the replacement as Go expands them. */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  let replaced = '';
  let done = 0;
  for (const found of searchRegex(pattern).matches(text)) {
    replaced += text.slice(done, found.index) + expand(replacement, found);
    done = found.index + found[0].length;
  }
  return replaced + text.slice(done);
}

function expand(replacement: string, found: RegExpExecArray): string {
  return replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    return (/^\d+$/.test(name) ? found[Number(name)] : found.groups?.[name]) ?? '';
  });
}
