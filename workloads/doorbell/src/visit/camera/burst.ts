import type { Press } from '../press/press.ts';

/** What a camera saw around a press, oldest frame first, each a JPEG. */
export interface Burst {
  readonly press: Press;
  readonly frames: readonly Uint8Array[];
}

/** There is nothing to look at; the visit is recorded all the same. */
export interface Unseen {
  readonly press: Press;
  readonly failure: string;
}
