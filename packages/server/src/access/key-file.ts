import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, randomUUID } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { writePrivately } from '../platform/private-file.ts';
import type { Random } from './secret.ts';

/** A new key signs after so long; the one before is still believed until what it signed has expired. */
export const signingKeyLifeMs = 30 * 86_400_000;
const believedAfterMs = 3_600_000;

const Bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is no key: 43 characters of base64url are expected');
const Contents = z.strictObject({
  version: z.literal(1),
  installation: z.uuid(),
  master: Bytes32,
  signing: z
    .array(z.strictObject({ kid: z.string().min(8).max(64), createdAt: z.int(), x: Bytes32, d: Bytes32 }))
    .min(1),
  /** The newest first. Before the first rotation there is none: it follows from the master. */
  refresh: z.array(z.strictObject({ createdAt: z.int(), key: Bytes32 })).optional(),
});
type Contents = z.infer<typeof Contents>;
type SigningEntry = Contents['signing'][number];
type RefreshEntry = NonNullable<Contents['refresh']>[number];

/** The keys of this installation's sessions; made at the first start, readable by its owner alone. */
export interface KeyFile {
  /** Tells this installation from others. */
  readonly installation: string;
  /** 32 bytes for one purpose; those of another tell nothing of them. */
  derive(purpose: string): Buffer;
  /** The key that signs now; a new one when it is old. */
  signingKey(): Promise<{ readonly kid: string; readonly key: KeyObject }>;
  /** The public key of that id, while what it signed may still count. */
  publicKey(kid: string): KeyObject | undefined;
  /** What makes the successors of refresh tokens; behind it those of before, while an answer of theirs may be asked for again. */
  refreshKeys(): readonly Buffer[];
  /** From now on another key signs, and another one makes refresh tokens: both are in the file, or neither. */
  rotate(): Promise<void>;
}

/** What is wrong with the file, in words for whoever mends it. */
export class KeyFileProblem extends Error {
  override readonly name = 'KeyFileProblem';
}

export async function openKeyFile(
  path: string,
  clock: Clock,
  random: Random,
  onRotate?: (kids: { readonly from: string; readonly to: string }) => Promise<void>,
): Promise<KeyFile> {
  let contents = await readContents(path);
  if (contents === undefined) {
    contents = {
      version: 1,
      installation: randomUUID(),
      master: random(32).toString('base64url'),
      signing: [freshKey(clock, random)],
    };
    await write(path, contents);
  } else await chmod(path, 0o600);
  let keys = loadKeys(contents);
  let current = contents;
  const refreshEntries = (): readonly RefreshEntry[] =>
    current.refresh ?? [{ createdAt: 0, key: derived(current, 'refresh tokens').toString('base64url') }];
  const replaceKeys = async () => {
    const [before, fresh] = [current.signing[0]?.kid ?? '', freshKey(clock, random)];
    const refresh = { createdAt: clock.now(), key: random(32).toString('base64url') };
    const next = {
      ...current,
      signing: [fresh, ...current.signing.filter(isBelieved(clock))],
      refresh: [refresh, ...refreshEntries().filter(isBelieved(clock))],
    };
    await write(path, next);
    current = next;
    keys = loadKeys(next);
    await onRotate?.({ from: before, to: fresh.kid });
  };
  let rotating: Promise<void> | undefined;
  const rotate = () => {
    rotating ??= replaceKeys().finally(() => {
      rotating = undefined;
    });
    return rotating;
  };
  return {
    installation: contents.installation,
    derive: (purpose) => derived(current, purpose),
    async signingKey() {
      const newest = current.signing[0];
      if (newest === undefined || clock.now() - newest.createdAt > signingKeyLifeMs) await rotate();
      const { kid = '' } = current.signing[0] ?? {};
      const key = keys.get(kid)?.privateKey;
      if (key === undefined) throw new KeyFileProblem(`${path} has no key to sign with.`);
      return { kid, key };
    },
    publicKey: (kid) => keys.get(kid)?.publicKey,
    refreshKeys: () =>
      refreshEntries()
        .filter(isBelieved(clock))
        .map(({ key }) => Buffer.from(key, 'base64url')),
    rotate,
  };
}

function derived({ master }: Contents, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(master, 'base64url'), '', purpose, 32));
}

/** The newest counts, and each other one for a while after the one that took its place was made. */
function isBelieved(clock: Pick<Clock, 'now'>) {
  return (_: unknown, index: number, all: readonly { readonly createdAt: number }[]): boolean => {
    const successor = all[index - 1];
    return successor === undefined || clock.now() - successor.createdAt < believedAfterMs;
  };
}

async function readContents(path: string): Promise<Contents | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = Contents.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  // Never the value: it may be most of a key.
  throw new KeyFileProblem(
    `${path} cannot be used: ${issue?.path.join('.') || 'it'} ${issue?.message ?? 'is broken'}.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function freshKey(clock: Clock, random: Random): SigningEntry {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { kid: random(8).toString('hex'), createdAt: clock.now(), x, d };
}

function loadKeys({ signing }: Contents) {
  return new Map(
    signing.map(({ kid, x, d }) => {
      const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
      return [kid, { privateKey, publicKey: createPublicKey(privateKey) }] as const;
    }),
  );
}

async function write(path: string, contents: Contents): Promise<void> {
  await writePrivately(path, `${JSON.stringify(contents, null, 2)}\n`);
}
