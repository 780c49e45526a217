import { AuditError } from '../audit-error.ts';

/** C2SP tlog-checkpoint: how large the tree was, and its root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** Lines of our own after the three: `time <ISO 8601>`. */
  readonly extensions: readonly string[];
}

export interface SignedCheckpoint extends Checkpoint {
  /** The whole text, with its signature. */
  readonly note: string;
  readonly keyId: string;
}

export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, String(size), root.toString('base64'), ...extensions].map((line) => `${line}\n`).join('');
}

export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n').slice(0, -1);
  const hash = Buffer.from(root, 'base64');
  const isWhole = origin !== '' && /^(?:0|[1-9]\d{0,15})$/.test(size) && hash.length === 32;
  if (isWhole && hash.toString('base64') === root && text.endsWith('\n') && !extensions.includes('')) {
    return { origin, size: Number(size), root: hash, extensions };
  }
  throw new AuditError(
    'checkpoint_invalid',
    'The text is no checkpoint: it lacks an origin, a size or a root.',
    'Give the whole note as it was made.',
  );
}
