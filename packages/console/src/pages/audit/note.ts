import { toBytes } from './bytes.ts';

/** A signed checkpoint as it is written (C2SP signed-note and tlog-checkpoint). */
export interface Note {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly time: string | undefined;
  /** What was signed, to the byte. */
  readonly text: string;
  readonly signatures: readonly {
    readonly name: string;
    readonly keyId: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }[];
}

const idBytes = 4;

/** Undefined when it has not that form. */
export function readNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const text = note.slice(0, end + 1);
  const [origin = '', size = '', root = '', ...more] = text.split('\n');
  if (!/^\d+$/.test(size) || toBytes(root).length !== 32) return undefined;
  const time = more.find((line) => line.startsWith('time '))?.slice('time '.length);
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap((line) => {
      const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = toBytes(base64 ?? '');
      if (name === undefined || bytes.length <= idBytes) return [];
      return [{ name, keyId: hex(bytes.subarray(0, idBytes)), bytes: bytes.slice(idBytes) }];
    });
  return { origin, size: Number(size), root, time, text, signatures };
}

/** Whether one of the keys, as `name+id+base64`, has signed it; undefined where the browser cannot check that. */
export async function isSigned({ text, signatures }: Note, keys: readonly string[]): Promise<boolean | undefined> {
  const signed = new TextEncoder().encode(text);
  for (const { name, keyId, bytes } of signatures) {
    const key = keys.find((each) => each.startsWith(`${name}+${keyId}+`));
    if (key === undefined) continue;
    // The first byte says that it is Ed25519.
    const raw = toBytes(key.slice(name.length + keyId.length + 2)).slice(1);
    try {
      const imported = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
      return await crypto.subtle.verify('Ed25519', imported, bytes, signed);
    } catch {
      return undefined;
    }
  }
  return false;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
