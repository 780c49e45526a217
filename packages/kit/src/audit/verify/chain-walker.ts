import type { ChainFields } from '../entry/chain-line.ts';
import { chainFields, claimedSequence, genesisHash, startsAsEntry } from '../entry/chain-line.ts';
import type { KeyedHash } from '../keys/keyed-hash.ts';
import type { SegmentHeader } from '../log/segment-header.ts';
import { looksLikeHeader, parseHeader } from '../log/segment-header.ts';
import { Frontier } from '../merkle/frontier.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import type { Finding, FindingKind, Findings } from './finding.ts';
import { entries, Gaps } from './gaps.ts';
import { SegmentKeys } from './segment-keys.ts';
import type { Judged, Suspect } from './suspects.ts';
import { judge } from './suspects.ts';

/** An entry that stands where it belongs, with the key's seal. `bytes` is valid during the call only. */
export interface WalkedEntry {
  readonly segment: number;
  readonly line: number;
  readonly sequence: number;
  readonly bytes: Buffer;
  /** Undefined when the tree is not known, because something before is damaged. */
  readonly leaf: Buffer | undefined;
}

export interface ChainWalkerOptions {
  readonly keys: ReadonlyMap<string, KeyedHash>;
  readonly origin?: string | undefined;
  readonly findings: Findings;
  /** So many entries there must be, by the newest checkpoint. */
  readonly knownSize: number;
  readonly onEntry?: (entry: WalkedEntry) => void;
}

const mostSuspects = 10_000;

/** Follows the chain line by line, through all segments, and tells what does not fit and where. */
export class ChainWalker {
  readonly #options: ChainWalkerOptions;
  readonly #keys: SegmentKeys;
  readonly #gaps = new Gaps();
  #suspects: Suspect[] = [];
  #segment = 0;
  #line = 0;
  /** Undefined: the chain begins with whatever comes first. */
  #next: number | undefined;
  #last: string | undefined = genesisHash;
  #frontier: Frontier | undefined;
  #isJump = false;
  #tornBytes = 0;
  #endBefore: Place = { segment: 1, line: 1 };
  firstSegment: number | undefined;
  firstSequence: number | undefined;
  header: SegmentHeader | undefined;
  entries = 0;

  constructor(options: ChainWalkerOptions) {
    this.#options = options;
    this.#keys = new SegmentKeys(options.keys);
  }

  /** The sequence that the next entry must have. */
  get next(): number {
    return this.#next ?? 1;
  }

  get last(): string | undefined {
    return this.#last;
  }

  get frontier(): Frontier | undefined {
    return this.#frontier;
  }

  get tornBytes(): number {
    return this.#tornBytes;
  }

  beginSegment(number: number): void {
    this.#isJump = this.#segment !== 0 && number !== this.#segment + 1;
    if (this.#isJump) this.#tellMissingSegments(number);
    if (this.firstSegment === undefined) this.#beginAt(number);
    this.#endBefore = { segment: this.#segment, line: this.#line + 1 };
    this.#segment = number;
    this.#line = 0;
  }

  #beginAt(number: number): void {
    this.firstSegment = number;
    if (number > 1) {
      this.#last = undefined;
      return;
    }
    this.#next = 1;
    this.#frontier = new Frontier();
  }

  #tellMissingSegments(number: number): void {
    const [from, through] = [this.#segment + 1, number - 1];
    const which = from === through ? `Segment ${from} is` : `Segments ${from} to ${through} are`;
    this.#options.findings.add({ kind: 'missing_segment', segment: from, line: 1, message: `${which} missing.` });
    this.#frontier = undefined;
    this.#last = undefined;
  }

  /** One line without its newline. `isWhole`: it has one. */
  line(bytes: Buffer, isWhole = true): void {
    this.#line += 1;
    const chain = chainFields(bytes);
    if (!isWhole) this.#unfinished(bytes, chain);
    else if (this.#line === 1) this.#header(bytes, chain);
    else if (chain !== undefined && this.#isNext(bytes, chain)) this.#accept(bytes, chain, this.next);
    else this.#examine(bytes, chain);
  }

  #isNext(bytes: Buffer, chain: ChainFields): boolean {
    return (
      this.#suspects.length === 0 &&
      this.#next !== undefined &&
      chain.previous === this.#last &&
      startsAsEntry(bytes, this.#next) &&
      this.#keys.isAuthentic(bytes, chain)
    );
  }

  #accept(bytes: Buffer, chain: ChainFields, sequence: number): void {
    const leaf = this.#frontier === undefined ? undefined : leafHash(bytes);
    if (leaf !== undefined) this.#frontier?.append(leaf);
    this.#options.onEntry?.({ segment: this.#segment, line: this.#line, sequence, bytes, leaf });
    this.firstSequence ??= sequence;
    this.entries += 1;
    this.#next = sequence + 1;
    this.#last = chain.hash;
  }

  /** Anything that is not simply the next entry. */
  #examine(bytes: Buffer, chain: ChainFields | undefined): void {
    if (chain === undefined || !this.#keys.isAuthentic(bytes, chain)) {
      this.#suspect(bytes);
      return;
    }
    const sequence = claimedSequence(bytes);
    if (looksLikeHeader(bytes) || sequence === undefined) {
      this.#tell('inserted', 'A line that belongs elsewhere: the header of a segment.');
      return;
    }
    if (this.#next !== undefined && sequence < this.#next) {
      this.#strayed(sequence);
      return;
    }
    const isLinked = this.#next === sequence && this.#last !== undefined;
    this.#settle(sequence);
    if (isLinked && this.#last !== undefined && chain.previous !== this.#last) {
      this.#tell('spliced', `Entry ${sequence} was not written after the entry before it.`, sequence);
      this.#frontier = undefined;
    }
    this.#accept(bytes, chain, sequence);
  }

  #suspect(bytes: Buffer): void {
    if (this.#suspects.length >= mostSuspects) return;
    this.#suspects.push({ segment: this.#segment, line: this.#line, claimed: claimedSequence(bytes) });
  }

  #strayed(sequence: number): void {
    if (this.#gaps.close(sequence, { segment: this.#segment, line: this.#line })) return;
    this.#tell('inserted', `A copy of entry ${sequence}, which stands further up.`, sequence);
  }

  /** The next entry that is surely genuine is `end`: tells what the lines since the last one were, and what is missing. */
  #settle(end: number, place: Place = { segment: this.#segment, line: this.#line }): void {
    for (const [from, through] of this.#judge(end)) this.#gaps.open(place.segment, place.line, from, through);
  }

  /** Answers the entries before `end` for which there is no line. */
  #judge(end: number): Judged['missing'] {
    if (this.#next === undefined) return [];
    const { altered, inserted, missing } = judge(this.#suspects, this.#next, end);
    const { findings } = this.#options;
    for (const { segment, line, sequence } of altered) {
      findings.add({
        kind: 'altered',
        segment,
        line,
        sequence,
        message: `Entry ${sequence} is not as it was written.`,
      });
    }
    for (const { segment, line } of inserted) {
      findings.add({ kind: 'inserted', segment, line, message: 'A line that was never written by this log.' });
    }
    this.#suspects = [];
    if (altered.length + missing.length > 0) {
      this.#last = undefined;
      this.#frontier = undefined;
    }
    return missing;
  }

  #header(bytes: Buffer, chain: ChainFields | undefined): void {
    const header = chain === undefined ? undefined : parseHeader(bytes);
    if (header === undefined || chain === undefined || !this.#keys.acceptHeader(bytes, chain, header.key)) {
      this.#damagedHeader(bytes, chain, header);
      return;
    }
    this.header = header;
    this.#placeHeader(header, chain);
    this.#last = chain.hash;
  }

  #placeHeader(header: SegmentHeader, chain: ChainFields): void {
    const { origin } = this.#options;
    if (header.segment !== this.#segment) {
      this.#tell('reordered', `The file of segment ${this.#segment} holds segment ${header.segment}.`);
    } else if (origin !== undefined && header.origin !== origin) {
      this.#tell('spliced', `The segment belongs to the log ${header.origin}.`);
    }
    if (this.#next === undefined || this.#isJump) {
      this.#suspects = [];
      this.#next = header.firstSequence;
      this.#frontier = new Frontier(
        header.firstSequence - 1,
        header.frontier.map((hash) => Buffer.from(hash, 'hex')),
      );
      return;
    }
    this.#settle(Math.max(header.firstSequence, this.#next), this.#endBefore);
    const isLinked = this.#last === undefined || this.#last === chain.previous;
    const isPlaced = header.firstSequence >= this.#next && this.#hasFrontier(header);
    if (!isLinked || !isPlaced) this.#tell('spliced', 'The segment was not written after the one before it.');
    this.#next = Math.max(header.firstSequence, this.#next);
  }

  #hasFrontier({ frontier }: SegmentHeader): boolean {
    const known = this.#frontier?.peaks.map((hash) => hash.toString('hex'));
    return known === undefined || known.join() === frontier.join();
  }

  #damagedHeader(bytes: Buffer, chain: ChainFields | undefined, header: SegmentHeader | undefined): void {
    this.#keys.forget();
    this.#last = undefined;
    if (header !== undefined && !this.#keys.has(header.key)) {
      this.#tell('key_unknown', `The HMAC key ${header.key} of the segment is not at hand, or its header is altered.`);
      return;
    }
    if (chain === undefined || looksLikeHeader(bytes) || !this.#keys.isAuthentic(bytes, chain)) {
      this.#tell('altered', 'The header of the segment is not as it was written.');
      return;
    }
    this.#tell('deleted', 'The header of the segment should stand here: deleted, or swapped with another line.');
    this.#examine(bytes, chain);
  }

  /** A last line without its end: what a crash leaves, when no checkpoint has ever told of the entry. */
  #unfinished(bytes: Buffer, chain: ChainFields | undefined): void {
    const expected = this.next + this.#suspects.length;
    if (this.#line === 1) {
      this.#tell('altered', 'The header of the segment is not as it was written.');
      return;
    }
    if (expected > this.#options.knownSize) {
      this.#tornBytes = bytes.length;
      return;
    }
    if (chain === undefined || !this.#keys.isAuthentic(bytes, chain)) {
      this.#suspect(bytes);
      return;
    }
    this.#tell('altered', 'The line has lost its end.', expected);
    this.#examine(bytes, chain);
  }

  endSegment(isLast: boolean): void {
    if (this.#line === 0) {
      this.#line = 1;
      this.#tell('deleted', 'The segment is empty: its header and its entries were deleted.');
      this.#line = 0;
    }
    if (isLast || this.#tornBytes === 0) return;
    this.#tell('altered', 'The last line of the segment has lost its end.', this.next);
    this.#tornBytes = 0;
  }

  /** After the last segment. */
  finish(): void {
    const { knownSize, findings } = this.#options;
    const furthest = this.next + this.#suspects.length;
    const claims = this.#suspects.flatMap(({ claimed = 0 }) => (claimed < furthest ? [claimed] : []));
    const missing = this.#judge(Math.max(knownSize, this.next - 1, ...claims) + 1);
    for (const [from, through] of missing) {
      if (through < knownSize) this.#gaps.open(this.#segment, this.#line + 1, from, through);
      else findings.add(this.#cutOff(from, knownSize));
    }
    for (const finding of this.#gaps.findings()) findings.add(finding);
  }

  #cutOff(from: number, through: number): Finding {
    const message = `The end is cut off: a checkpoint tells of ${through} entries, and ${entries(from, through)} should stand here.`;
    const place = { segment: this.#segment, line: this.#line + 1 };
    return { kind: 'truncated', ...place, sequence: from, throughSequence: through, message };
  }

  #tell(kind: FindingKind, message: string, sequence?: number): void {
    this.#options.findings.add({ kind, segment: this.#segment, line: this.#line, sequence, message });
  }
}

interface Place {
  readonly segment: number;
  readonly line: number;
}
