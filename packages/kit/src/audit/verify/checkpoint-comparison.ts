import type { Frontier } from '../merkle/frontier.ts';
import type { KnownCheckpoint } from './checkpoint-list.ts';
import type { Finding, Findings } from './finding.ts';
import { entries } from './gaps.ts';
import type { Place } from './tree-comparison.ts';

interface Mismatch {
  readonly checkpoint: KnownCheckpoint;
  readonly from: Place | undefined;
}

/** Compares the tree, as it grows, with the checkpoints that were signed for it. */
export class CheckpointComparison {
  readonly #checkpoints: readonly KnownCheckpoint[];
  #at = 0;
  #placeAfterLast: Place | undefined;
  /** The first checkpoint whose root another tree has, and the entries of which one or more are not those that were signed. */
  mismatch: Mismatch | undefined;
  /** The newest checkpoint that the log agrees with. */
  agreed: KnownCheckpoint | undefined;

  constructor(checkpoints: readonly KnownCheckpoint[]) {
    this.#checkpoints = checkpoints;
  }

  /** After each entry that was added to the tree. */
  entry(frontier: Frontier, place: Place): void {
    this.#placeAfterLast ??= place;
    let checkpoint = this.#checkpoints[this.#at];
    if (checkpoint === undefined || checkpoint.size > frontier.size) return;
    for (; checkpoint !== undefined && checkpoint.size <= frontier.size; checkpoint = this.#checkpoints[this.#at]) {
      this.#at += 1;
      if (checkpoint.size < frontier.size) continue;
      if (frontier.root().equals(checkpoint.root)) this.agreed = checkpoint;
      else this.mismatch ??= { checkpoint, from: this.#placeAfterLast };
    }
    if (this.agreed?.size === frontier.size) this.#placeAfterLast = undefined;
  }

  /** `differing`: entries that are not what the stored hashes say. */
  tell(findings: Findings, differing: readonly Place[]): void {
    if (this.mismatch === undefined) tellTreeFile(findings, differing, this.agreed?.size ?? 0);
    else findings.add(rewritten(this.mismatch, differing));
  }
}

function rewritten({ checkpoint, from }: Mismatch, differing: readonly Place[]): Finding {
  const { size, source } = checkpoint;
  const suspects = differing.filter(({ sequence }) => sequence >= (from?.sequence ?? 1) && sequence <= size);
  const [first] = suspects;
  const what =
    `The ${source} checkpoint of ${size} entries was signed for other entries: the log was rewritten with the HMAC key, ` +
    'and without the signing key.';
  const where =
    first === undefined
      ? `What was changed stands in ${entries(from?.sequence ?? 1, size)}.`
      : `By the stored hashes, ${suspects.length === 1 ? 'this entry was changed' : `${suspects.length} entries from here on were changed`}.`;
  const place = first ?? from;
  const throughSequence = first === undefined ? size : (suspects.at(-1)?.sequence ?? size);
  return { kind: 'checkpoint_mismatch', ...place, throughSequence, message: `${what} ${where}` };
}

function tellTreeFile(findings: Findings, differing: readonly Place[], agreedSize: number): void {
  const [first, last] = [differing[0], differing.at(-1)];
  if (first === undefined || last === undefined) return;
  const why =
    last.sequence <= agreedSize
      ? 'the tree files are damaged, for a checkpoint vouches for the entries.'
      : 'the tree files are damaged, or entries that no checkpoint covers yet were rewritten with the HMAC key.';
  const message = `The stored hashes of ${entries(first.sequence, last.sequence)} are not those of the entries: ${why}`;
  findings.add({ kind: 'tree_file', ...first, throughSequence: last.sequence, message });
}
