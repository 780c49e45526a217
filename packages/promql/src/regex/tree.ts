/** A regular expression of RE2, read. What matches text is in JavaScript's words, for the `u` flag. */
export type Tree =
  /** Exactly one character: itself, or a class. */
  | { readonly kind: 'character'; readonly source: string }
  /** Matches between characters: the start of a line, the end of a word. */
  | { readonly kind: 'place'; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly branches: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly times: Times; readonly isLazy: boolean }
  /** `open` as JavaScript writes it: `(`, `(?:`, `(?<name>`. */
  | { readonly kind: 'group'; readonly open: string; readonly part: Tree };

export interface Times {
  readonly least: number;
  /** Infinity: as often as it can. */
  readonly most: number;
}

/** The tree as JavaScript's RegExp reads it. */
export function sourceOf(tree: Tree): string {
  switch (tree.kind) {
    case 'character':
    case 'place':
      return tree.source;
    case 'sequence':
      return tree.parts.map(sourceOf).join('');
    case 'choice':
      return tree.branches.map(sourceOf).join('|');
    case 'group':
      return `${tree.open}${sourceOf(tree.part)})`;
    case 'repeat':
      return `${atomOf(tree.part)}${quantifier(tree.times)}${tree.isLazy ? '?' : ''}`;
  }
}

export function sequenceOf(parts: readonly Tree[]): Tree {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'sequence', parts };
}

/** JavaScript repeats one character or a group; a place must be in one. */
function atomOf(part: Tree): string {
  return part.kind === 'character' || part.kind === 'group' ? sourceOf(part) : `(?:${sourceOf(part)})`;
}

function quantifier({ least, most }: Times): string {
  if (most === Infinity) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}
