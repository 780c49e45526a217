import { genesisHash } from '../entry/chain-line.ts';
import type { IdentifiedHash } from '../keys/keyed-hash.ts';
import { Frontier } from '../merkle/frontier.ts';

/** How far the log is, durably. Replaced as a whole by every write, so that whoever reads it has one moment of it. */
export interface LogState {
  readonly segment: number;
  /** Size of the segment's file. */
  readonly bytes: number;
  /** Of the last entry; 0 before the first. */
  readonly sequence: number;
  /** Of the last line. */
  readonly hash: string;
  readonly frontier: Frontier;
  /** The latest time of any entry: never goes back, whatever the clock does. */
  readonly latestTimeMs: number | undefined;
  readonly key: IdentifiedHash;
}

export function emptyState(key: IdentifiedHash): LogState {
  return {
    segment: 0,
    bytes: 0,
    sequence: 0,
    hash: genesisHash,
    frontier: new Frontier(),
    latestTimeMs: undefined,
    key,
  };
}
