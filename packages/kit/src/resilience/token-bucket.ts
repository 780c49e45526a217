export interface TokenBucketOptions {
  /** Tokens that arrive each second. */
  readonly perSecond: number;
  /** Tokens that the bucket holds, and begins with: so many calls may come at once. */
  readonly burst: number;
}

/** A bucket that fills steadily. A token can be reserved before it is there: later ones then come after it. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  #tokens: number;
  #atMs: number;

  constructor({ perSecond, burst }: TokenBucketOptions, nowMs: () => number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#nowMs = nowMs;
    this.#tokens = burst;
    this.#atMs = nowMs();
  }

  /** Milliseconds until a token for one more call is there; 0: now. */
  get waitMs(): number {
    this.#fill();
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  /** Takes one token, now or in advance. */
  take(): void {
    this.#fill();
    this.#tokens -= 1;
  }

  #fill(): void {
    const nowMs = this.#nowMs();
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }
}
