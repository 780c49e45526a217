const reference = /\$(?:\$|\{(\w+)\}|(\w+))/g;

/** Whether a text has a reference to a group, so that it says something else for each match. */
export function hasReference(template: string): boolean {
  return template.search(reference) >= 0;
}

/** Fills `$1`, `${1}`, `$name` and `$$` as Go's regexp.Expand does: the longest name counts, what is unknown is empty. */
export function expand(template: string, match: RegExpExecArray): string {
  if (!template.includes('$')) return template;
  return template.replace(reference, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}
