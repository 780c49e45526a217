import type { Notification } from './notification.ts';

/** A named way to people or programs: everything in it is told of every notification for it. */
export interface Receiver {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

/** One configured channel of a receiver, ready to send. */
export interface Integration {
  /** Which one of the receiver: `slack[0]`. It names a queue, so it should outlive a reload. */
  readonly name: string;
  /** The entry of the configuration that it comes from, where an entry makes several. */
  readonly entry?: string;
  /** What kind it is: `slack`. */
  readonly channel: string;
  readonly sendResolved: boolean;
  /** When it wants less time for an attempt than others. */
  readonly timeoutMs?: number;
  /** One attempt. It rejects for mistakes in the code only; what a network or a peer does is a result. */
  send(notification: Notification, attempt: Attempt): Promise<SendResult>;
  /** Tells that somebody has taken the problem on, where the channel knows such a thing. */
  acknowledge?(notification: Notification, attempt: Attempt): Promise<SendResult>;
}

export interface Attempt {
  /** The same for every attempt of one notification: a peer that sees it twice has been told twice of one thing. */
  readonly key: string;
  /** Aborts when the attempt takes too long, or the server stops. */
  readonly signal: AbortSignal;
}

export type SendResult = SendSuccess | SendFailure;

export interface SendSuccess {
  readonly outcome: 'sent';
  /** What is worth knowing although it was sent, as a sentence. */
  readonly note?: string;
}

export interface SendFailure {
  readonly outcome: 'failed';
  /** The same attempt may succeed later without anybody mending anything. */
  readonly retryable: boolean;
  readonly reason: FailureReason;
  /** A sentence for people; never holds a secret. */
  readonly message: string;
  /** How long the peer wants to be left alone. */
  readonly retryAfterMs?: number;
  /** Of HTTP, when the peer answered by one. */
  readonly status?: number;
}

/** Few and fixed: they are label values. */
export type FailureReason =
  /** The peer understood and refused. */
  | 'client_error'
  | 'server_error'
  /** The peer, or our own limit, says: too many. */
  | 'rate_limited'
  /** The peer does not accept our secret. */
  | 'unauthorized'
  | 'timeout'
  /** Refused, reset, or closed before an answer. */
  | 'connection'
  | 'dns'
  | 'tls'
  /** A file that cannot be read, a URL that is none. */
  | 'configuration'
  | 'receiver_removed'
  | 'unexpected';
