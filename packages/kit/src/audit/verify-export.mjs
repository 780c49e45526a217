#!/usr/bin/env node
// Verifies an export of a Seaworthy audit log, offline. One file, no packages: Node 20 or newer is all that it needs.
//
//     node verify-export.mjs EXPORT --key NAME+ID+BASE64 [--checkpoint NOTE-FILE] [--hmac-key KEY-FILE] [--json]
//
// --key         public key of the log, as you know it from elsewhere. Without it the key that the export itself names is
//               used: that shows that the file fits together, and not who made it.
// --checkpoint  a checkpoint of the same size that was kept elsewhere: it must be the one in the export.
// --hmac-key    the secret key (64 hexadecimal digits; may be given several times): checks the seal of each entry as well.
// Exit 0: verified. 1: it is not what the checkpoint was signed for. 2: bad usage, or the file cannot be read.
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

class Failure extends Error {}
class Usage extends Error {}

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafHash = (line) => sha256(Buffer.from([0]), line);
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);
const longestLine = 1024 * 1024;
const half = (value) => Math.floor(value / 2);

function parseKey(text) {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes.length !== 33 || bytes[0] !== 1)
    throw new Usage(`"${text}" is no key of the form name+id+base64.`);
  if (sha256(`${name}\n`, bytes).toString('hex').slice(0, 8) !== id)
    throw new Usage(`The id of the key ${name} is not its own.`);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { name, id, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** C2SP signed-note and tlog-checkpoint. */
function openCheckpoint(note, keys) {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new Failure('The checkpoint has not the form of a signed note.');
  const text = note.slice(0, end + 1);
  let signer;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    const known = keys.find((each) => each.name === name && each.id === bytes.subarray(0, 4).toString('hex'));
    if (known === undefined) continue;
    if (!verify(null, Buffer.from(text), known.key, bytes.subarray(4)))
      throw new Failure(`The signature of ${name} on the checkpoint is wrong.`);
    signer ??= known;
  }
  if (signer === undefined) throw new Failure('The checkpoint is not signed by the given key.');
  const [origin, size, root] = text.split('\n');
  if (origin !== signer.name || !/^(?:0|[1-9]\d{0,15})$/.test(size))
    throw new Failure('The signed text is no checkpoint of this log.');
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    time: /^time (.+)$/m.exec(text)?.[1],
    keyId: signer.id,
  };
}

/** The path from a leaf to the root (RFC 9162, 2.1.3.2): the root that it leads to, and the hashes left of the path. */
function follow(leaf, index, size, proof) {
  let [first, last, node] = [index, size - 1, leaf];
  const left = [];
  for (const sibling of proof) {
    if (last === 0) throw new Failure('An inclusion proof is too long.');
    if (first % 2 === 1 || first === last) {
      node = nodeHash(sibling, node);
      left.push(sibling);
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)];
    } else {
      node = nodeHash(node, sibling);
    }
    [first, last] = [half(first), half(last)];
  }
  if (last !== 0) throw new Failure('An inclusion proof is too short.');
  return { root: node, left: left.reverse() };
}

/** The running edge of the tree: the roots of complete subtrees, largest first. */
function add(peaks, index, leaf) {
  let node = leaf;
  for (let at = index; at % 2 === 1; at = half(at)) node = nodeHash(peaks.pop(), node);
  peaks.push(node);
}

const isSame = (left, right) => left.length === right.length && left.every((hash, at) => hash.equals(right[at]));

/** Each line's own hash, and the hash of the line before it; with the key also that the hash is the key's. */
function chainChecker(keys) {
  let previous;
  let sealed = 0;
  return {
    line(text, number) {
      const [, body, before, hash] = /^(.*,"previous":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}$/s.exec(text) ?? [];
      if (body === undefined) throw new Failure(`Line ${number} has not the form of a line of the log.`);
      if (previous !== undefined && before !== previous)
        throw new Failure(`Line ${number} does not follow the line before it.`);
      previous = hash;
      if (keys.length === 0) return;
      const isSealed = keys.some((key) =>
        timingSafeEqual(createHmac('sha256', key).update(body).digest(), Buffer.from(hash, 'hex')),
      );
      if (!isSealed) throw new Failure(`Line ${number} does not have the seal of the HMAC key.`);
      sealed += 1;
    },
    sealed: () => sealed,
  };
}

/** Only a newline ends a line: other characters that some take for an end may stand in texts. */
async function* linesOf(file) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    let known = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = known.indexOf(10); end >= 0; end = known.indexOf(10)) {
      yield known.subarray(0, end);
      known = known.subarray(end + 1);
    }
    rest = known;
    if (rest.length > longestLine) throw new Failure('A line is longer than any of a log.');
  }
  if (rest.length > 0) throw new Failure('The file is cut off in the middle of a line.');
}

function readHead(line) {
  try {
    const head = JSON.parse(line);
    if (head.format === 'seaworthy-audit-export/1') return head;
  } catch {
    // Said below.
  }
  throw new Usage('The file is no export of a Seaworthy audit log: its first line does not say so.');
}

function hmacKey(file) {
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Usage(`${file} holds no HMAC key: 64 hexadecimal digits.`);
  return Buffer.from(text, 'hex');
}

function prepare(head, { key, checkpoint, 'hmac-key': hmacKeys }) {
  const named = head.publicKeys ?? [];
  const keys = (key.length > 0 ? key : named).map(parseKey);
  const signed = openCheckpoint(String(head.checkpoint), keys);
  const { fromSequence: first, toSequence: last } = head;
  if (
    !(Number.isSafeInteger(first) && Number.isSafeInteger(last) && 1 <= first && first <= last && last <= signed.size)
  ) {
    throw new Failure('The range that the export names is not in the log that the checkpoint is of.');
  }
  const given = checkpoint === undefined ? undefined : openCheckpoint(readFileSync(checkpoint, 'utf8'), keys);
  if (given !== undefined && (given.size !== signed.size || !given.root.equals(signed.root))) {
    throw new Failure(
      `The given checkpoint is another: of ${given.size} entries, and the export's is of ${signed.size}.`,
    );
  }
  const proofs = [head.firstProof, head.lastProof].map((proof) => proof.map((hash) => Buffer.from(hash, 'base64')));
  return { first, last, signed, proofs, isGiven: given !== undefined, chain: chainChecker(hmacKeys.map(hmacKey)) };
}

async function verifyExport(file, flags) {
  let [number, next, state, peaks] = [0, 0, undefined, []];
  for await (const bytes of linesOf(file)) {
    const text = bytes.toString();
    number += 1;
    if (state === undefined) {
      state = prepare(readHead(text), flags);
      next = state.first;
      continue;
    }
    const { first, last, signed, proofs, chain } = state;
    chain.line(text, number);
    if (text.startsWith('{"segment":')) continue;
    if (!text.startsWith(`{"sequence":${next},`) || next > last)
      throw new Failure(`Line ${number}: here entry ${next} should stand.`);
    const leaf = leafHash(bytes);
    if (next === first) {
      const path = follow(leaf, next - 1, signed.size, proofs[0]);
      if (!path.root.equals(signed.root))
        throw new Failure(`Line ${number}: entry ${next} is not the one that was signed.`);
      peaks = path.left;
    }
    if (next === last) {
      const path = follow(leaf, next - 1, signed.size, proofs[1]);
      if (!path.root.equals(signed.root))
        throw new Failure(`Line ${number}: entry ${next} is not the one that was signed.`);
      if (!isSame(path.left, peaks))
        throw new Failure(`One or more of entries ${first} to ${last - 1} are not those that were signed.`);
    }
    add(peaks, next - 1, leaf);
    next += 1;
  }
  if (state === undefined) throw new Usage('The file is empty.');
  if (next !== state.last + 1)
    throw new Failure(`The file ends before entry ${next}; it should go on to entry ${state.last}.`);
  return state;
}

function told({ first, last, signed, isGiven, chain }, flags) {
  const proven = [
    `Entries ${first} to ${last} are, without one missing, added or changed, entries ${first} to ${last} of the log ${signed.origin}`,
    `as it was signed with ${signed.size} entries${signed.time === undefined ? '' : ` at ${signed.time}`}, key ${signed.keyId}.`,
  ];
  if (chain.sealed() > 0) proven.push('Each of them has the seal of the HMAC key.');
  if (isGiven) proven.push('The checkpoint is the one that you kept.');
  const unproven = [];
  if (flags.key.length === 0)
    unproven.push('Who made it: the key was taken from the export itself. Give the one you know with --key.');
  if (chain.sealed() === 0)
    unproven.push(
      "The keyed hashes (HMAC) of the entries: they can be checked only with the secret key (--hmac-key). That each line names the hash of the line before was checked; that these hashes are the key's was not.",
    );
  if (!isGiven)
    unproven.push(
      'That the log was never another: compare the checkpoint with one that was kept elsewhere (--checkpoint).',
    );
  unproven.push('That what the entries say is true, and what came after the checkpoint.');
  return {
    ok: true,
    origin: signed.origin,
    fromSequence: first,
    toSequence: last,
    size: signed.size,
    keyId: signed.keyId,
    hmac: chain.sealed() > 0,
    proven: [proven.slice(0, 2).join(' '), ...proven.slice(2)],
    unproven,
  };
}

function say(flags, result, code) {
  process.exitCode = code;
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else if (result.ok)
    process.stdout.write(
      `VERIFIED\n${result.proven.map((text) => `  ${text}\n`).join('')}Not shown by this:\n${result.unproven.map((text) => `  ${text}\n`).join('')}`,
    );
  else process.stderr.write(`${code === 1 ? 'NOT VERIFIED' : 'error'}: ${result.message}\n`);
}

async function main() {
  let flags = { json: process.argv.includes('--json') };
  try {
    const repeated = { type: 'string', multiple: true, default: [] };
    const options = { key: repeated, 'hmac-key': repeated, checkpoint: { type: 'string' }, json: { type: 'boolean' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    flags = values;
    if (positionals.length !== 1)
      throw new Usage(
        'usage: node verify-export.mjs EXPORT --key NAME+ID+BASE64 [--checkpoint FILE] [--hmac-key FILE] [--json]',
      );
    say(flags, told(await verifyExport(positionals[0], flags), flags), 0);
  } catch (error) {
    const isRefuted = error instanceof Failure;
    say(flags, { ok: false, message: error.message }, isRefuted ? 1 : 2);
  }
}

await main();
