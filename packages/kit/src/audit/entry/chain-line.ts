import type { KeyedHash } from '../keys/keyed-hash.ts';

/**
 * A line of a segment ends in two fields of fixed width: the hash of the line before, and the keyed hash over all that
 * stands before the field `hash`. So a line is checked as it lies on disk, without being parsed.
 */
const hashBytes = 64;
const previousField = ',"previous":"';
const hashField = ',"hash":"';
const hashAt = hashField.length + hashBytes + 2;
const previousAt = hashAt + previousField.length + hashBytes + 1;

/** What stands before the first line of a log. */
export const genesisHash = '0'.repeat(hashBytes);

/** `fields` is the inside of a JSON object, without its braces. */
export function sealLine(fields: string, previous: string, hash: KeyedHash): { line: Buffer; hash: string } {
  const sealed = `{${fields}${previousField}${previous}"`;
  const bytes = Buffer.from(`${sealed}${hashField}${genesisHash}"}\n`);
  const value = hash(bytes.subarray(0, bytes.length - hashAt - 1));
  bytes.write(value, bytes.length - hashBytes - 3, 'latin1');
  return { line: bytes, hash: value };
}

export interface ChainFields {
  readonly previous: string;
  readonly hash: string;
}

/** The two fields of a line (without its newline); undefined when it has not the form of one. */
export function chainFields(line: Buffer): ChainFields | undefined {
  const end = line.length;
  if (end < previousAt + 2) return undefined;
  if (line.toString('latin1', end - previousAt, end - previousAt + previousField.length) !== previousField)
    return undefined;
  if (line.toString('latin1', end - hashAt - 1, end - hashAt + hashField.length) !== `"${hashField}`) return undefined;
  if (line.toString('latin1', end - 2, end) !== '"}') return undefined;
  const previousStart = end - previousAt + previousField.length;
  return {
    previous: line.toString('latin1', previousStart, previousStart + hashBytes),
    hash: line.toString('latin1', end - 2 - hashBytes, end - 2),
  };
}

/** Whether the line's own hash is the one that the key makes of it. */
export function isAuthentic(line: Buffer, { hash }: ChainFields, keyed: KeyedHash): boolean {
  return keyed(line.subarray(0, line.length - hashAt)) === hash;
}

export function startsAsEntry(line: Buffer, sequence: number): boolean {
  const start = `{"sequence":${sequence},`;
  return line.toString('latin1', 0, start.length) === start;
}

/** The sequence that a line claims to have, or undefined. */
export function claimedSequence(line: Buffer): number | undefined {
  const [, digits] = /^\{"sequence":([1-9]\d{0,15}),/.exec(line.toString('latin1', 0, 40)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
