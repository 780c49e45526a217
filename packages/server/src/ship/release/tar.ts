import { ByteReader } from './byte-reader.ts';

/** One entry of a tar archive (ustar, with the pax and GNU extensions for long names and large sizes). */
export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link' | 'hardlink' | 'other';
  readonly executable: boolean;
  readonly linkTarget: string;
  /** To be read before the next entry is asked for; what was not read is passed over. */
  readonly content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Headers that speak of the next entry: pax's own and global ones, GNU's long name and long link. */
const EXTENSIONS: readonly string[] = ['x', 'g', 'L', 'K'];
const LONGEST_EXTENSION = 1024 * 1024;

/** What earlier headers say about the entry that follows them. */
type Overrides = ReadonlyMap<string, string>;

/** Throws an Error that says what is wrong when the bytes are not a whole tar archive. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(source);
  let forAll: Overrides = new Map();
  let forNext: Overrides = new Map();
  try {
    for (let header = await nextHeader(reader); header; header = await nextHeader(reader)) {
      const type = text(header, 156, 1);
      const overrides = new Map([...forAll, ...forNext]);
      const size = Number(overrides.get('size') ?? number(header, 124, 12));
      if (!Number.isSafeInteger(size) || size < 0) throw new Error('an entry has a size that cannot be read');
      if (EXTENSIONS.includes(type)) {
        const extension = await readExtension(reader, type, number(header, 124, 12));
        if (type === 'g') forAll = new Map([...forAll, ...extension]);
        else forNext = new Map([...forNext, ...extension]);
        continue;
      }
      forNext = new Map();
      yield* entry(reader, header, overrides, kindOf(type, text(header, 0, 100)), size);
    }
  } finally {
    await reader.close();
  }
}

/** Undefined at the block of zeros that ends an archive; its absence means that something was cut off. */
async function nextHeader(reader: ByteReader): Promise<Buffer | undefined> {
  const header = await reader.read(BLOCK);
  if (!header) throw new Error('the archive ends too early');
  if (header.every((byte) => byte === 0)) return undefined;
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (sum !== number(header, 148, 8)) throw new Error('it is not a tar archive, or it is damaged');
  return header;
}

async function* entry(
  reader: ByteReader,
  header: Buffer,
  overrides: Overrides,
  kind: TarEntry['kind'],
  size: number,
): AsyncGenerator<TarEntry> {
  const left = { bytes: kind === 'file' ? size : 0 };
  const stored = left.bytes;
  yield {
    path: overrides.get('path') ?? ustarPath(header),
    kind,
    executable: (number(header, 100, 8) & 0o100) !== 0,
    linkTarget: overrides.get('linkpath') ?? text(header, 157, 100),
    content: counted(reader, left),
  };
  await skip(reader, left.bytes + padding(stored));
}

/** Stops where the entry ends, and remembers how much was read. */
async function* counted(reader: ByteReader, left: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const part of reader.take(left.bytes)) {
    left.bytes -= part.length;
    yield part;
  }
  if (left.bytes > 0) throw new Error('the archive ends too early');
}

async function skip(reader: ByteReader, length: number): Promise<void> {
  let left = length;
  for await (const part of reader.take(length)) left -= part.length;
  if (left > 0) throw new Error('the archive ends too early');
}

async function readExtension(reader: ByteReader, type: string, size: number): Promise<Overrides> {
  if (size > LONGEST_EXTENSION) throw new Error('an extended header is too large');
  const data = (await reader.read(size)) ?? Buffer.alloc(0);
  await skip(reader, padding(size));
  if (type === 'L') return new Map([['path', untilZero(data)]]);
  if (type === 'K') return new Map([['linkpath', untilZero(data)]]);
  return paxRecords(data);
}

/** Records are `<length of the whole record> <key>=<value>\n`, the length in decimal and counting itself. */
function paxRecords(data: Buffer): Overrides {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const blank = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, blank));
    const end = at + length;
    if (blank < 0 || !Number.isInteger(length) || end <= blank + 1 || end > data.length) {
      throw new Error('an extended header cannot be read');
    }
    const record = data.toString('utf8', blank + 1, end - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

/** Before folders had a type of their own, a closing `/` told them. */
function kindOf(type: string, path: string): TarEntry['kind'] {
  if (type === '' || type === '0' || type === '7') return path.endsWith('/') ? 'directory' : 'file';
  if (type === '5') return 'directory';
  if (type === '2') return 'link';
  return type === '1' ? 'hardlink' : 'other';
}

function ustarPath(header: Buffer): string {
  const isPosix = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(header: Buffer, offset: number, length: number): string {
  return untilZero(header.subarray(offset, offset + length));
}

function untilZero(data: Buffer): string {
  const end = data.indexOf(0);
  return data.toString('utf8', 0, end < 0 ? data.length : end);
}

/** Octal text; or, for what octal cannot hold, a binary number marked by its first bit (GNU). */
function number(header: Buffer, offset: number, length: number): number {
  const field = header.subarray(offset, offset + length);
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return Number.parseInt(text(header, offset, length).trim() || '0', 8);
  return field.subarray(1).reduce((value, byte) => value * 256 + byte, first & 0x7f);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
