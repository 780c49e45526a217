import type { RandomBytes, SealKey } from './envelope.ts';
import type { Derivation } from './master-key.ts';
import { deriveKey, freshDerivation, parseMasterKey } from './master-key.ts';
import type { MasterKeyFile } from './master-key-file.ts';
import { masterKeyFile } from './master-key-file.ts';
import { SealError } from './seal-error.ts';

/** Which master key was configured; the previous one is given while one takes the other's place. */
export interface MasterKeyConfig {
  readonly file: string;
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
  readonly previousKey: string | undefined;
  readonly previousPassphrase: string | undefined;
}

export interface KnownMaster {
  readonly id: string;
  readonly derivation: Derivation | undefined;
}

/** `derivation`: how it followed from a passphrase, to be stored beside what it seals. */
export interface FoundMaster {
  readonly key: SealKey;
  readonly derivation: Derivation | undefined;
}

/** Where the master key comes from. */
export interface MasterKeySource {
  readonly kind: 'file' | 'environment' | 'passphrase';
  /** For data keys that nothing was sealed by yet, or that are to get another master key. */
  next(): Promise<FoundMaster>;
  /**
   * The key that seals the data keys now. `isPrevious`: it was found, but another is configured to take its place.
   * Throws `master_key_missing` or `master_key_wrong`.
   */
  find(known: KnownMaster): Promise<FoundMaster & { readonly isPrevious: boolean }>;
  /** Called when the database says for good which key it is. Idempotent. */
  settle(id: string): Promise<void>;
}

export function masterKeySource(config: MasterKeyConfig, random: RandomBytes): MasterKeySource {
  const file = masterKeyFile(config.file, random);
  const own = ownSource(config, file, random);
  return {
    ...own,
    async find(known) {
      const present = await own.present(known);
      if (present !== undefined) return { key: present, derivation: known.derivation, isPrevious: false };
      const previous = await previousKey(config, known);
      if (previous !== undefined) return { key: previous, derivation: known.derivation, isPrevious: true };
      throw await notFound(own.kind, file, known);
    },
  };
}

interface OwnSource extends Omit<MasterKeySource, 'find'> {
  /** The configured key, when it is the known one. */
  present(known: KnownMaster): Promise<SealKey | undefined>;
}

function ownSource({ key, passphrase }: MasterKeyConfig, file: MasterKeyFile, random: RandomBytes): OwnSource {
  if (key !== undefined) return environmentSource(parseMasterKey(key, 'SEAWORTHY_MASTER_KEY'));
  if (passphrase !== undefined) return passphraseSource(passphrase, random);
  return fileSource(file);
}

function environmentSource(key: SealKey): OwnSource {
  return {
    kind: 'environment',
    next: async () => ({ key, derivation: undefined }),
    present: async ({ id }) => (key.id === id ? key : undefined),
    settle: async () => undefined,
  };
}

/** A new salt makes a new key of the same passphrase. */
function passphraseSource(passphrase: string, random: RandomBytes): OwnSource {
  return {
    kind: 'passphrase',
    async next() {
      const derivation = freshDerivation(random);
      return { key: await deriveKey(passphrase, derivation), derivation };
    },
    present: (known) => derived(passphrase, known),
    settle: async () => undefined,
  };
}

function fileSource(file: MasterKeyFile): OwnSource {
  return {
    kind: 'file',
    next: async () => ({ key: await file.writeNext(), derivation: undefined }),
    async present({ id }) {
      const { present, next } = await file.read();
      return [present, next].find((key) => key?.id === id);
    },
    settle: (id) => file.settle(id),
  };
}

async function previousKey(config: MasterKeyConfig, known: KnownMaster): Promise<SealKey | undefined> {
  const { previousKey: text, previousPassphrase: phrase } = config;
  const key = text === undefined ? undefined : parseMasterKey(text, 'SEAWORTHY_MASTER_KEY_PREVIOUS');
  if (key?.id === known.id) return key;
  return phrase === undefined ? undefined : derived(phrase, known);
}

async function derived(passphrase: string, { id, derivation }: KnownMaster): Promise<SealKey | undefined> {
  if (derivation === undefined) return undefined;
  const key = await deriveKey(passphrase, derivation);
  return key.id === id ? key : undefined;
}

async function notFound(kind: MasterKeySource['kind'], file: MasterKeyFile, { id }: KnownMaster): Promise<SealError> {
  const { present } = await file.read();
  if (kind === 'file' && present === undefined) {
    return new SealError(
      'master_key_missing',
      `The master key ${file.path} is gone, and the database is sealed by it.`,
      {
        hint: 'Put the file back from a backup; without it what is sealed is lost, and the state folder has to be begun anew.',
      },
    );
  }
  const names = { file: file.path, environment: 'SEAWORTHY_MASTER_KEY', passphrase: 'SEAWORTHY_MASTER_PASSPHRASE' };
  const message = `${names[kind]} is not the master key that the database is sealed by (${id}).`;
  const hint =
    present?.id === id
      ? `That one stands in ${file.path}: to replace it, set SEAWORTHY_MASTER_KEY_PREVIOUS to its content for one start.`
      : 'Give the right one; to replace it by this one, give the old one too for one start, as SEAWORTHY_MASTER_KEY_PREVIOUS or SEAWORTHY_MASTER_PASSPHRASE_PREVIOUS.';
  return new SealError('master_key_wrong', message, { hint });
}
