/** What could be read of a request's items, and how many could not, with the first reason. */
export interface Taken<T> {
  readonly items: readonly T[];
  readonly rejected: number;
  readonly reason: string;
}

/** Collects them. */
export class Taking<T> {
  readonly items: T[] = [];
  rejected = 0;
  reason = '';

  reject(reason: string, count = 1): void {
    this.rejected += count;
    this.reason ||= reason;
  }
}
