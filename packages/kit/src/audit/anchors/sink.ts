import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';

/** A place outside of the log's folder that keeps checkpoints. The farther from whoever can write to the folder, the better. */
export interface CheckpointSink {
  readonly name: string;
  /** Resolves when the other side has taken it; rejects to be asked again later. The same one may come twice. */
  send(checkpoint: SignedCheckpoint, signal: AbortSignal): Promise<void>;
  close?(): void;
}

export interface AnchorOptions {
  /** Checkpoints that wait; when one more comes, the oldest is given up, for a newer one covers all that it covers. Default 100. */
  readonly queueLimit?: number;
  /** Wait after the first failure; doubled up to `maxRetryMs`. Defaults 1 s and 5 min. */
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
  /** One attempt. Default 10 s. */
  readonly timeoutMs?: number;
  /** How long closing the log waits for what is not sent yet. Default 5 s. */
  readonly closeMs?: number;
}

export interface SinkStatus {
  readonly name: string;
  readonly waiting: number;
  readonly delivered: number;
  readonly dropped: number;
  /** Size of the newest checkpoint that the sink has taken. */
  readonly deliveredSize: number | undefined;
  readonly lastError: string | undefined;
}
