/** One value of the configuration as it was loaded. */
export interface Setting {
  readonly path: string;
  readonly text: string;
  readonly isHidden: boolean;
  readonly source: string;
  readonly from: SourceKind;
}

export type SourceKind = 'default' | 'file' | 'environment' | 'flag';

export interface SettingGroup {
  /** First word of its paths; `general` for those that have only one. */
  readonly name: string;
  readonly settings: readonly Setting[];
}

/** As the control plane prints what it hides. */
export const hiddenText = '[redacted]';

/** Every value with where it comes from, in the order of the file. A list of plain values is one. */
export function settingsOf({ values, sources }: { values?: unknown; sources: Readonly<Record<string, string>> }) {
  return leavesOf(values, '').map(({ path, value }): Setting => {
    const source = sources[path] ?? sources[`${path}.0`] ?? 'default';
    const text = textOf(value);
    return { path, text, isHidden: text.includes(hiddenText), source, from: kindOf(source) };
  });
}

function leavesOf(value: unknown, path: string): { path: string; value: unknown }[] {
  if (!isBranch(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

function isBranch(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const inner = Object.values(value);
  return Array.isArray(value) ? inner.some((item) => typeof item === 'object' && item !== null) : inner.length > 0;
}

/** `a, b` of a list; `none` where there is nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  // 99.9 % of something is 0.999, not 0.9990000000000001.
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  return typeof value === 'object' ? (Object.keys(value).length === 0 ? 'none' : JSON.stringify(value)) : String(value);
}

function kindOf(source: string): SourceKind {
  if (source === 'default') return 'default';
  if (source.startsWith('env ')) return 'environment';
  return source.startsWith('flag ') ? 'flag' : 'file';
}

/** Those in which every word stands: in the path, the value or the source. */
export function found(settings: readonly Setting[], search: string, show: string): readonly Setting[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter(({ path, text, source, from }) => {
    if (show === 'set' && from === 'default') return false;
    const all = `${path} ${text} ${source}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

export function groupsOf(settings: readonly Setting[]): readonly SettingGroup[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const name = setting.path.includes('.') ? setting.path.slice(0, setting.path.indexOf('.')) : 'general';
    groups.set(name, [...(groups.get(name) ?? []), setting]);
  }
  return [...groups].map(([name, each]) => ({ name, settings: each }));
}

/** `seaworthy.yaml:12` of a long path: the whole of it stands in a title. */
export function shortSource(source: string): string {
  return kindOf(source) === 'file' ? source.replace(/^.*\//, '') : source;
}
