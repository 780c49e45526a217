export type FindingKind =
  /** A line is not what was written: a flipped byte, a rewrite without the key. */
  | 'altered'
  /** Entries (or the header of a segment) that must be there are not. */
  | 'deleted'
  /** A line that was never written here: forged, or a copy of another. */
  | 'inserted'
  /** Entries stand in another order than they were written in. */
  | 'reordered'
  /** The end is missing: a checkpoint tells of more entries than there are. */
  | 'truncated'
  /** A line that the key has sealed, but for another place: pieces of two logs, or a rewrite with the key. */
  | 'spliced'
  | 'missing_segment'
  /** The entries fit together and have the key's seal, but are not those that a checkpoint was signed for. */
  | 'checkpoint_mismatch'
  /** A stored checkpoint is damaged, or not signed by a known key. */
  | 'checkpoint_invalid'
  /** A stored hash of the Merkle tree, or a copy of a critical entry, is not what the log says; the log itself is whole. */
  | 'tree_file'
  | 'critical_copy'
  | 'key_unknown';

/** What is wrong, and where. */
export interface Finding {
  readonly kind: FindingKind;
  /** Number of the segment; of a checkpoint or a tree file undefined. */
  readonly segment?: number | undefined;
  /** Line of the file, 1 for the header; of what is missing, the line where it would stand. */
  readonly line?: number | undefined;
  readonly sequence?: number | undefined;
  /** The last entry that this is about, when it is about more than one. */
  readonly throughSequence?: number | undefined;
  readonly message: string;
}

const mostKept = 1000;

/** Findings in the order of the log; memory is bounded, and what is beyond is counted. */
export class Findings {
  readonly #kept: Finding[] = [];
  #count = 0;

  add(finding: Finding): void {
    this.#count += 1;
    if (this.#kept.length < mostKept) this.#kept.push(finding);
  }

  get count(): number {
    return this.#count;
  }

  inOrder(): Finding[] {
    const place = ({ segment = Number.MAX_SAFE_INTEGER, line = 0 }: Finding) => [segment, line] as const;
    return this.#kept.toSorted((left, right) => {
      const [[segment, line], [otherSegment, otherLine]] = [place(left), place(right)];
      return segment - otherSegment || line - otherLine;
    });
  }
}
