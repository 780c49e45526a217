import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import type { AnchorOptions, CheckpointSink } from '../anchors/sink.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import type { HmacKey } from '../keys/keyed-hash.ts';
import type { OpenAppendFile } from './append-file.ts';
import type { RetentionOptions } from './retention.ts';

export interface AuditKeys {
  /** Seals each entry. Whoever has it can write entries that fit; keep it from those whose acts are recorded. */
  readonly hmac: HmacKey;
  /** Private Ed25519 key: signs checkpoints. Without it there are none. */
  readonly signing?: KeyObject | undefined;
  /** HMAC keys of earlier segments, for verification. When the log was last written with one of them, it goes over to `hmac`. */
  readonly formerHmac?: readonly HmacKey[] | undefined;
  /** Public keys of earlier checkpoints, as keys or as `name+id+base64`. */
  readonly formerPublic?: readonly (KeyObject | VerifierKey | string)[] | undefined;
}

export interface AuditLogOptions {
  /** Made when it is not there, for its owner only. */
  readonly folder: string;
  readonly keys: AuditKeys;
  /** Name of the log, and of its signing key, as `example.com/doorbell/audit`. */
  readonly origin: string;
  readonly clock?: Clock;
  /** A segment that has reached this size is followed by a new one. Default 16 MiB. */
  readonly segmentBytes?: number;
  readonly retention?: RetentionOptions;
  /** Types whose entries are also written to a file of their own. Default: none; `['security_event']` is the usual choice. */
  readonly critical?: readonly string[];
  /** Names of further fields in `data` whose values are never written. */
  readonly redact?: readonly string[];
  /** When checkpoints are made by themselves; one is also made at close. Default every minute and every 10,000 entries. */
  readonly anchor?: { readonly everyMs?: number; readonly everyEntries?: number };
  /** Where checkpoints are sent, each with a queue of its own. */
  readonly sinks?: readonly CheckpointSink[];
  readonly sinkOptions?: AnchorOptions;
  /** Told of each checkpoint when it is stored. Must not throw. */
  readonly onCheckpoint?: (checkpoint: SignedCheckpoint) => void;
  /** Told of what went wrong on the side: a checkpoint that could not be made, a sink that does not answer. */
  readonly onWarning?: (message: string, error?: unknown) => void;
  /** For tests: how files are written. */
  readonly openFile?: OpenAppendFile;
}
