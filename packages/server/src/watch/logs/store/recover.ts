import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { breathe } from '../breathe.ts';
import { decodeRecord } from './encode.ts';
import { Segment, segmentPaths } from './segment.ts';
import { readIndex } from './segment-index.ts';
import { Summary } from './summary.ts';

/** What a start found to mend. */
export interface Recovered {
  readonly segments: readonly Segment[];
  /** Lines whose end was never written: a death in the middle of a write. */
  readonly tornBytes: number;
  /** Lines that are none of ours. */
  readonly strangeLines: number;
  /** Segments that could not be read as they were, and were read anew from what is left of them. */
  readonly damaged: readonly number[];
}

const newline = 0x0a;
const readBytes = 256 * 1024;

/** Every segment of a folder, oldest first. */
export async function recoverSegments(folder: string, nowMs: number): Promise<Recovered> {
  const names = await readdir(folder);
  for (const name of names.filter((each) => each.endsWith('.new'))) await rm(`${folder}/${name}`, { force: true });
  const found = { segments: [] as Segment[], tornBytes: 0, strangeLines: 0, damaged: [] as number[] };
  for (const id of idsIn(names)) {
    const sealed = await openSealed(folder, id);
    if (sealed !== undefined) {
      found.segments.push(sealed);
      continue;
    }
    if (await unpack(folder, id)) found.damaged.push(id);
    const { segment, tornBytes, strangeLines } = await readPlain(folder, id, nowMs);
    found.tornBytes += tornBytes;
    found.strangeLines += strangeLines;
    found.segments.push(segment);
  }
  return found;
}

function idsIn(names: readonly string[]): number[] {
  const ids = names.flatMap((name) => /^(\d{12})\.ndjson(?:\.gz)?$/.exec(name)?.[1] ?? []);
  return [...new Set(ids)].map(Number).sort((a, b) => a - b);
}

/** Undefined when the plain file still stands (it is the truth then), or the index does not fit the file. */
async function openSealed(folder: string, id: number): Promise<Segment | undefined> {
  const { plain, sealed, index } = segmentPaths(folder, id);
  if ((await sizeOf(plain)) !== undefined) return undefined;
  const indexed = readIndex(await readFile(index, 'utf8').catch(() => ''));
  if (indexed === undefined || indexed.sealed.bytes !== (await sizeOf(sealed))) return undefined;
  const segment = new Segment(folder, id, indexed.openedMs, indexed.summary);
  segment.closedMs = indexed.closedMs;
  segment.sealed = indexed.sealed;
  return segment;
}

/** What can still be uncompressed of a segment becomes its plain file again. True when that was needed. */
async function unpack(folder: string, id: number): Promise<boolean> {
  const { plain, sealed } = segmentPaths(folder, id);
  if ((await sizeOf(plain)) !== undefined) return false;
  const lines = createWriteStream(`${plain}.new`, { mode: 0o600 });
  // The rest of a damaged file is lost; what came before it is in the file.
  await pipeline(createReadStream(sealed), createGunzip(), lines).catch(() => undefined);
  await rename(`${plain}.new`, plain);
  return true;
}

async function readPlain(folder: string, id: number, nowMs: number) {
  const { plain } = segmentPaths(folder, id);
  const summary = new Summary();
  const { wholeBytes, tornBytes, strangeLines } = await readLines(plain, summary);
  if (tornBytes > 0) await truncate(plain, wholeBytes);
  return { segment: new Segment(folder, id, nowMs, summary), tornBytes, strangeLines };
}

async function readLines(path: string, summary: Summary) {
  const handle = await open(path, 'r');
  let [wholeBytes, strangeLines, position] = [0, 0, 0];
  let rest: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(readBytes);
      const { bytesRead } = await handle.read(chunk, 0, readBytes, position);
      if (bytesRead === 0) return { wholeBytes, tornBytes: rest.length, strangeLines };
      position += bytesRead;
      const known = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = known.lastIndexOf(newline) + 1;
      strangeLines += addLines(known.subarray(0, end), summary);
      wholeBytes += end;
      rest = known.subarray(end);
      await breathe();
    }
  } finally {
    await handle.close();
  }
}

/** Tells how many lines were none of ours. */
function addLines(bytes: Buffer, summary: Summary): number {
  let strange = 0;
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(newline, from) + 1;
    const record = decodeRecord(bytes.toString('utf8', from, to - 1));
    if (record !== undefined) summary.add(record, to - from);
    else {
      summary.skip(to - from);
      strange++;
    }
    from = to;
  }
  return strange;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
