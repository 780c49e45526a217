import { hash } from 'node:crypto';
import { readLines } from '../log/read-lines.ts';
import { criticalPath } from '../log/segment.ts';
import type { WalkedEntry } from './chain-walker.ts';
import type { Findings } from './finding.ts';

/** Compares the file of critical entries with the entries of its segment. */
export class CriticalCopies {
  #types: ReadonlySet<string> = new Set();
  #expected: { readonly sequence: number; readonly hash: string }[] = [];

  beginSegment(): void {
    this.#expected = [];
    this.#types = new Set();
  }

  /** `types` are those that the header of the segment names. */
  entry({ bytes, sequence }: WalkedEntry, types: readonly string[]): void {
    if (types.length === 0) return;
    if (this.#types.size === 0) this.#types = new Set(types);
    if (this.#types.has(typeOf(bytes))) this.#expected.push({ sequence, hash: hash('sha256', bytes, 'base64') });
  }

  async endSegment(folder: string, segment: number, findings: Findings): Promise<void> {
    const file = criticalPath(folder, segment);
    const copies = await hashesIn(file);
    if (copies === undefined && this.#expected.length === 0) return;
    const wrong = this.#expected.find(({ hash }, index) => copies?.[index] !== hash);
    if (wrong === undefined && copies?.length === this.#expected.length) return;
    const line = wrong === undefined ? this.#expected.length + 1 : this.#expected.indexOf(wrong) + 1;
    const what =
      wrong === undefined ? 'holds lines of no entry' : `should have entry ${wrong.sequence} there, and has not`;
    const message = `The file of critical entries ${file}, line ${line}, ${what}.`;
    findings.add({ kind: 'critical_copy', segment, line, sequence: wrong?.sequence, message });
  }
}

/** The type stands at a fixed place, after sequence and time. */
export function typeOf(line: Buffer): string {
  const [, type = ''] =
    /^\{"sequence":\d+,"time":"[^"]*","type":"([^"\\]*)"/.exec(line.toString('latin1', 0, 300)) ?? [];
  return type;
}

async function hashesIn(file: string): Promise<string[] | undefined> {
  const hashes: string[] = [];
  try {
    for await (const lines of readLines(file))
      hashes.push(...lines.map(({ bytes }) => hash('sha256', bytes, 'base64')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hashes;
}
