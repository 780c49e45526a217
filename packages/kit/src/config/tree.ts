import type { Place } from './problem.ts';

/** A configuration while it is being put together: plain data in which each part knows where it came from. */
export type Node = Mapping | Listing | Scalar;

export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly place: Place;
}

export interface Entry {
  /** Where the key is written: the place to point at when the key itself is wrong, or something in it is missing. */
  readonly keyPlace: Place;
  readonly node: Node;
}

export interface Listing {
  readonly kind: 'listing';
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: unknown;
  /** As it was written: `1.10` where the value is the number 1.1. */
  readonly text: string;
  readonly place: Place;
  /** Whether `${…}` in it is to be expanded: so in files, not in environment variables and defaults. */
  readonly expands: boolean;
  /** Came from a secret file or a variable whose name says that it is a secret. */
  readonly secret: boolean;
}

export function scalar(value: unknown, place: Place, more: Partial<Scalar> = {}): Scalar {
  return { kind: 'scalar', value, text: String(value), place, expands: false, secret: false, ...more };
}

/** Plain data as a tree, all of it from one place. `undefined` members are left out, as if they were not written. */
export function treeOf(value: unknown, place: Place, secret = false): Node {
  if (Array.isArray(value)) {
    return { kind: 'listing', items: value.map((item) => treeOf(item, place, secret)), place };
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return scalar(value, place, { secret });
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const entries = members.map(
    ([key, member]) => [key, { keyPlace: place, node: treeOf(member, place, secret) }] as const,
  );
  return { kind: 'mapping', entries: new Map(entries), place };
}

/** Plain data of a tree. Own properties only, so that a key called `__proto__` is a key like any other. */
export function plainOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'listing') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.node)]));
}

/** `over` laid over `base`: mappings are merged key by key, everything else is replaced whole. */
export function layOver(base: Node | undefined, over: Node): Node {
  if (base?.kind !== 'mapping' || over.kind !== 'mapping') return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    entries.set(key, { keyPlace: entry.keyPlace, node: layOver(entries.get(key)?.node, entry.node) });
  }
  return { kind: 'mapping', entries, place: base.place.source === 'default' ? over.place : base.place };
}

/** A tree that holds nothing but the node at the path. */
export function treeAt(path: readonly string[], node: Node): Node {
  return path.reduceRight<Node>(
    (inner, key) => ({
      kind: 'mapping',
      entries: new Map([[key, { keyPlace: node.place, node: inner }]]),
      place: node.place,
    }),
    node,
  );
}

export function childOf(node: Node | undefined, key: PropertyKey): Node | undefined {
  if (node?.kind === 'mapping') return node.entries.get(String(key))?.node;
  if (node?.kind === 'listing') return node.items[Number(key)];
  return undefined;
}

export function nodeAt(root: Node | undefined, path: readonly PropertyKey[]): Node | undefined {
  return path.reduce<Node | undefined>(childOf, root);
}

/** The place to point at for a path: the value's own, or, when it is missing, the key of the nearest mapping around it. */
export function placeAt(root: Node, path: readonly PropertyKey[]): Place {
  const own = nodeAt(root, path);
  if (own) return own.place;
  for (let length = path.length - 1; length > 0; length--) {
    const parent = nodeAt(root, path.slice(0, length - 1));
    const key = String(path[length - 1]);
    if (parent?.kind === 'mapping' && parent.entries.has(key)) return parent.entries.get(key)?.keyPlace ?? parent.place;
    if (parent?.kind === 'listing') return parent.items[Number(key)]?.place ?? parent.place;
  }
  return root.place;
}

export function dotPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
