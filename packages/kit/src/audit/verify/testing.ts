import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { listSegments } from '../log/segment.ts';
import { hmac, origin, publicKey, writtenLog } from '../testing.ts';
import type { VerifyReport } from './report.ts';
import { verifyAuditLog } from './verify.ts';

/** An edited file, and the lines (counted in the edited file) of which one must be named. */
interface Edited {
  readonly what: string;
  readonly text: Buffer;
  readonly lines: readonly number[];
}

type Edit = (lines: readonly Buffer[], random: (below: number) => number) => Edited;

const join = (lines: readonly Buffer[]) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));

const kinds: readonly Edit[] = [
  function flipByte(lines, random) {
    const text = join(lines);
    const at = random(text.length);
    text[at] = (text[at] ?? 0) ^ (1 << random(8));
    return { what: `flip at ${at}`, text, lines: [lineAt(lines, at)] };
  },
  function replaceByte(lines, random) {
    const text = join(lines);
    const at = random(text.length);
    text[at] = ((text[at] ?? 0) + 1 + random(255)) % 256;
    return { what: `replace at ${at}`, text, lines: [lineAt(lines, at)] };
  },
  function deleteByte(lines, random) {
    const text = join(lines);
    const at = random(text.length);
    return {
      what: `delete byte ${at}`,
      text: Buffer.concat([text.subarray(0, at), text.subarray(at + 1)]),
      lines: [lineAt(lines, at)],
    };
  },
  function insertByte(lines, random) {
    const text = join(lines);
    const at = random(text.length);
    const byte = Buffer.from([random(256)]);
    return {
      what: `insert ${byte[0]} at ${at}`,
      text: Buffer.concat([text.subarray(0, at), byte, text.subarray(at)]),
      lines: around(lineAt(lines, at)),
    };
  },
  function deleteLine(lines, random) {
    const at = random(lines.length);
    return { what: `delete line ${at + 1}`, text: join(lines.toSpliced(at, 1)), lines: [at + 1] };
  },
  function deleteLines(lines, random) {
    const at = random(lines.length);
    return { what: `delete lines from ${at + 1}`, text: join(lines.toSpliced(at, 1 + random(5))), lines: [at + 1] };
  },
  function duplicateLine(lines, random) {
    const [from, to] = [random(lines.length), random(lines.length)];
    return {
      what: `copy line ${from + 1} to ${to + 1}`,
      text: join(lines.toSpliced(to, 0, lines[from] ?? Buffer.alloc(0))),
      lines: around(to + 1),
    };
  },
  function insertForged(lines, random) {
    const [from, to] = [random(lines.length), random(lines.length + 1)];
    const forged = Buffer.from(
      (lines[from] ?? '').toString().replace('success', 'failure').replace('success', 'refused'),
    );
    return {
      what: `forge ${from + 1} at ${to + 1}`,
      text: join(lines.toSpliced(to, 0, forged)),
      lines: around(to + 1),
    };
  },
  function swapNeighbours(lines, random) {
    const at = random(lines.length - 1);
    return swap(lines, at, at + 1);
  },
  function swapLines(lines, random) {
    const from = random(lines.length - 1);
    return swap(lines, from, from + 1 + random(lines.length - from - 1));
  },
  function cutTail(lines, random) {
    const text = join(lines);
    const at = random(text.length);
    return { what: `cut at ${at}`, text: text.subarray(0, at), lines: around(lineAt(lines, at)) };
  },
  function rewriteWithoutKey(lines, random) {
    const at = random(lines.length);
    const line = (lines[at] ?? '').toString().replace(/"actor":"[^"]*"|"origin":"[^"]*"/, '"actor":"nobody"');
    return { what: `rewrite ${at + 1}`, text: join(lines.with(at, Buffer.from(line))), lines: [at + 1] };
  },
];

/** Copies of the log that are edited and verified at the same time. */
const LANES = 4;

/** Edits a log at random, so many times, and expects of each edit that it is found where it is. */
export async function expectEditsFound(edits: number): Promise<void> {
  const original = await writtenLog(24, { segmentBytes: 3500, critical: [] });
  // The chain alone must name the place: without stored hashes and, in all but the last segment, without checkpoints.
  rmSync(path.join(original, 'tree-00'));
  const folders = Array.from({ length: LANES }, () => mkdtempSync(path.join(tmpdir(), 'kit-audit-edits-')));
  for (const folder of folders) cpSync(original, folder, { recursive: true });
  const texts = (await listSegments(original)).map((segment) => readFileSync(segment.path));
  expect(texts.length).toBeGreaterThan(2);
  const drawn = drawEdits(texts, edits);
  const missed: string[] = [];
  try {
    await Promise.all(folders.map((folder) => findEdits(folder, drawn, missed)));
    expect(missed.slice(0, 10)).toEqual([]);
    for (const folder of folders)
      expect((await verifyAuditLog({ folder, origin, hmacKeys: [hmac], publicKeys: [publicKey] })).ok).toBe(true);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

interface Drawn extends Edited {
  /** Of the segment, from 0. */
  readonly at: number;
}

/** The same ones in every run; each is made only when it is its turn. */
function* drawEdits(texts: readonly Buffer[], count: number): Generator<Drawn> {
  const random = generator(20261121);
  let changing = 0;
  for (let number = 0; number < count; number += 1) {
    const at = random(texts.length);
    const [text, kind] = [texts[at], kinds[number % kinds.length]];
    if (text === undefined || kind === undefined) throw new Error('no segment');
    const edited = kind(linesOf(text), random);
    if (edited.text.equals(text)) continue;
    changing += 1;
    yield { ...edited, at };
  }
  expect(changing).toBeGreaterThan(count * 0.9);
}

function linesOf(text: Buffer): Buffer[] {
  const lines = text.toString('latin1').slice(0, -1).split('\n');
  return lines.map((line) => Buffer.from(line, 'latin1'));
}

/** Takes one edit after the other from those that are left, and puts the segment back after each. */
async function findEdits(folder: string, drawn: Iterator<Drawn>, missed: string[]): Promise<void> {
  const segments = await listSegments(folder);
  for (let next = drawn.next(); !next.done; next = drawn.next()) {
    const { at, what, text, lines } = next.value;
    const segment = segments[at];
    if (segment === undefined) throw new Error('no segment');
    const original = readFileSync(segment.path);
    replaceFile(segment.path, text);
    const publicKeys = at === segments.length - 1 ? [publicKey] : [];
    const report = await verifyAuditLog({ folder, origin, hmacKeys: [hmac], publicKeys });
    if (!names(report, segment.number, lines)) {
      missed.push(`${what} in segment ${segment.number}: ${JSON.stringify(report.findings.slice(0, 3))}`);
    }
    replaceFile(segment.path, original);
  }
}

/** A new file: one that is cut to nothing and filled again is sent to the disk by ext4 before it is closed. */
function replaceFile(path: string, content: Buffer): void {
  rmSync(path);
  writeFileSync(path, content);
}

function swap(lines: readonly Buffer[], from: number, to: number): Edited {
  const [a, b] = [lines[from] ?? Buffer.alloc(0), lines[to] ?? Buffer.alloc(0)];
  return { what: `swap ${from + 1} and ${to + 1}`, text: join(lines.with(from, b).with(to, a)), lines: [from + 1] };
}

function lineAt(lines: readonly Buffer[], offset: number): number {
  let end = 0;
  return (
    lines.findIndex((line) => {
      end += line.length + 1;
      return offset < end;
    }) + 1
  );
}

/** An inserted newline makes two lines of one; where a line was put in beside its twin, which of them is the copy nobody can say. */
function around(line: number): number[] {
  return [line - 1, line, line + 1];
}

/** Small, fast, and the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function names({ ok, findings }: VerifyReport, segment: number, lines: readonly number[]): boolean {
  return !ok && findings.some((finding) => finding.segment === segment && lines.includes(finding.line ?? -1));
}
