import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { readLines } from '../log/read-lines.ts';
import type { Findings } from './finding.ts';

export const checkpointsFile = 'checkpoints.ndjson';
export const latestFile = 'checkpoint';

export interface KnownCheckpoint extends SignedCheckpoint {
  readonly source: 'given' | 'stored';
}

const mostKept = 4096;

interface Line {
  readonly number: number;
  readonly size: number;
  readonly note: string;
}

/** Checkpoints in the order of their size: those given, and of those stored at most some thousand, the newest among them. */
export async function knownCheckpoints(
  folder: string,
  given: readonly string[],
  keys: readonly VerifierKey[],
  findings: Findings,
): Promise<KnownCheckpoint[]> {
  const known = given.map((note): KnownCheckpoint => ({ ...openCheckpoint(note, keys), source: 'given' }));
  if (keys.length > 0) {
    for (const { number, note } of await storedNotes(folder, findings)) {
      const where = number === 0 ? `The file ${latestFile}` : `Line ${number} of ${checkpointsFile}`;
      try {
        known.push({ ...openCheckpoint(note, keys), source: 'stored' });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        findings.add({ kind: 'checkpoint_invalid', line: number || undefined, message: `${where}: ${why}` });
      }
    }
  }
  return known.sort(
    (left, right) => left.size - right.size || Number(left.source === 'given') - Number(right.source === 'given'),
  );
}

async function storedNotes(folder: string, findings: Findings): Promise<Line[]> {
  let lines: Line[] = [];
  let number = 0;
  for await (const batch of readIfThere(path.join(folder, checkpointsFile))) {
    for (const { bytes, isWhole } of batch) {
      number += 1;
      const line = isWhole ? parsed(bytes, number) : undefined;
      if (line !== undefined) lines.push(line);
      else if (isWhole) findings.add(unreadable(number));
    }
    if (lines.length > mostKept) lines = lines.filter((_, index) => index % 2 === 1 || index === lines.length - 1);
  }
  const latest = await readFile(path.join(folder, latestFile), 'utf8').catch(() => undefined);
  return latest === undefined || latest === lines.at(-1)?.note
    ? lines
    : [...lines, { number: 0, size: 0, note: latest }];
}

async function* readIfThere(file: string) {
  try {
    yield* readLines(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function parsed(bytes: Buffer, number: number): Line | undefined {
  try {
    const { size, note } = JSON.parse(bytes.toString()) as { size?: unknown; note?: unknown };
    return typeof size === 'number' && typeof note === 'string' ? { number, size, note } : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(number: number) {
  const message = `Line ${number} of ${checkpointsFile} cannot be read.`;
  return { kind: 'checkpoint_invalid', line: number, message } as const;
}
