/** What every entry of a receiver has. */
export interface CommonConfig {
  readonly send_resolved: boolean;
  /** Milliseconds; 0 leaves it to delivery. */
  readonly timeout?: number | undefined;
}
