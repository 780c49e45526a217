import type { ChainFields } from '../entry/chain-line.ts';
import { isAuthentic } from '../entry/chain-line.ts';
import type { KeyedHash } from '../keys/keyed-hash.ts';

/** Which of the known HMAC keys the lines of a segment have. Its header says so; without one, any is tried. */
export class SegmentKeys {
  readonly #keys: ReadonlyMap<string, KeyedHash>;
  #present: KeyedHash | undefined;
  #mayTry = false;

  constructor(keys: ReadonlyMap<string, KeyedHash>) {
    this.#keys = keys;
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** Whether the header has the seal of the key that it names; that key then counts for the segment. */
  acceptHeader(line: Buffer, chain: ChainFields, id: string): boolean {
    const keyed = this.#keys.get(id);
    if (keyed === undefined || !isAuthentic(line, chain, keyed)) return false;
    this.#present = keyed;
    this.#mayTry = false;
    return true;
  }

  /** The header is of no use. */
  forget(): void {
    this.#mayTry = true;
  }

  isAuthentic(line: Buffer, chain: ChainFields): boolean {
    if (this.#present !== undefined && isAuthentic(line, chain, this.#present)) return true;
    if (!this.#mayTry) return false;
    const found = [...this.#keys.values()].find((keyed) => isAuthentic(line, chain, keyed));
    if (found !== undefined) this.#present = found;
    return found !== undefined;
  }
}
