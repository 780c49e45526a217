import { goQuote } from './go-text.ts';

/** Label names with their values. A label with the value '' is the same as none. */
export type LabelSet = Readonly<Record<string, string>>;

const CLASSIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const HALF_PAIR = /\p{Surrogate}/u;
const SURROGATE = /[\ud800-\udfff]/;

export function isClassicLabelName(name: string): boolean {
  return CLASSIC_NAME.test(name);
}

/** Any text but the empty one; half of a surrogate pair is no text. */
export function isLabelName(name: string): boolean {
  return name !== '' && !HALF_PAIR.test(name);
}

/** As the bytes of UTF-8 compare: JavaScript's own order differs past U+FFFF. */
export function compareText(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedNames(labels: LabelSet): string[] {
  return Object.keys(labels).sort(compareText);
}

/** `{alertname="Down", job="web"}` */
export function formatLabels(labels: LabelSet): string {
  const pairs = sortedNames(labels).map((name) => {
    return `${isClassicLabelName(name) ? name : goQuote(name)}=${goQuote(labels[name] ?? '')}`;
  });
  return `{${pairs.join(', ')}}`;
}

/** Fewer labels come first; then it is the first name, in order, that only one of them has or that differs in its value. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  const names = sortedNames(a);
  const difference = names.length - Object.keys(b).length;
  if (difference !== 0) return difference;
  for (const name of names) {
    const other = b[name];
    if (other === undefined) return -1;
    const order = compareText(a[name] ?? '', other);
    if (order !== 0) return order;
  }
  return 0;
}

export function sameLabels(a: LabelSet, b: LabelSet): boolean {
  return compareLabels(a, b) === 0;
}

export function withoutEmpty(labels: LabelSet): LabelSet {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/** The labels that all of them have, with the same value. */
export function commonTo(sets: readonly LabelSet[]): LabelSet {
  const [first, ...others] = sets;
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}
