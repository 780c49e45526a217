/** Something on disk that is not as it was written. What is around it is still served. */
export interface StorageProblem {
  readonly file: string;
  /** Bytes from the file's beginning. */
  readonly offset: number;
  readonly bytes: number;
  /** `torn`: the end of a write that a crash cut short, now removed. `damaged`: bytes changed after they were written. */
  readonly kind: 'torn' | 'damaged';
  readonly message: string;
}
