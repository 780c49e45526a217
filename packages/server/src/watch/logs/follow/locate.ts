import type { Generation } from './sources.ts';

/** How far a source has been read. */
export interface Position {
  /** Of the file that is being read: the present one, or one that was set aside. */
  readonly inode: number;
  /** Of the youngest file set aside when the present one was begun; 0 for none. Another one there means a rotation. */
  readonly previous: number;
  readonly offset: number;
  /** The file's first bytes, Base64: an inode may be given to another file. */
  readonly head: string;
}

export type Spot =
  | { readonly kind: 'present'; readonly offset: number; readonly isGap: boolean }
  | { readonly kind: 'aside'; readonly index: number; readonly offset: number; readonly isGap: boolean }
  /** In the middle of a rotation, or nothing is there. */
  | { readonly kind: 'wait' };

export interface Found {
  readonly present: Generation | undefined;
  /** Youngest first. */
  readonly aside: readonly Generation[];
  /** Whether the present file begins as the one that was read. */
  readonly hasHead: boolean;
}

/**
 * Where to go on reading. Rotation sets a file aside by renaming it (our own log), or by copying and emptying it
 * (instances', docs/decisions/004): the present file then keeps its inode, and what was read lies in a new file.
 */
export function locate(position: Position | undefined, found: Found): Spot {
  if (position === undefined) return oldest(found, false);
  if (found.present?.inode !== position.inode) return renamed(position, found);
  const { present, aside, hasHead } = found;
  const isShorter = present.bytes < position.offset;
  if ((aside[0]?.inode ?? 0) === position.previous) {
    const isSame = !isShorter && hasHead;
    return { kind: 'present', offset: isSame ? position.offset : 0, isGap: !isSame };
  }
  return !isShorter && hasHead && position.head !== '' ? { kind: 'wait' } : copied(position, found);
}

function renamed(position: Position, found: Found): Spot {
  const index = found.aside.findIndex(({ inode }) => inode === position.inode);
  return index === -1 ? oldest(found, true) : { kind: 'aside', index, offset: position.offset, isGap: false };
}

/** The copy was put before the file that was the youngest then. */
function copied(position: Position, found: Found): Spot {
  const { aside } = found;
  const older = position.previous === 0 ? aside.length : aside.findIndex(({ inode }) => inode === position.previous);
  if (older < 1) return oldest(found, true);
  return { kind: 'aside', index: older - 1, offset: position.offset, isGap: false };
}

/** From the beginning of what is left. */
export function oldest({ present, aside }: Pick<Found, 'present' | 'aside'>, isGap: boolean): Spot {
  if (aside.length > 0) return { kind: 'aside', index: aside.length - 1, offset: 0, isGap };
  return present === undefined ? { kind: 'wait' } : { kind: 'present', offset: 0, isGap };
}
