import { expect, it } from 'vitest';
import { consistencyProof, isConsistent } from './consistency.ts';
import { Frontier } from './frontier.ts';
import { inclusionProof, isIncluded } from './inclusion.ts';
import { peaksAt, subtreeRoot } from './subtree.ts';
import { leafHash, nodeHash } from './tree-hash.ts';

/** The eight leaves and roots with which implementations of Certificate Transparency are tested. */
const knownLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const knownRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const most = 70;
const leaves = Array.from({ length: most }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

async function read(level: number, index: number): Promise<Buffer> {
  if (level > 0) return nodeHash(await read(level - 1, index * 2), await read(level - 1, index * 2 + 1));
  const leaf = leaves[index];
  if (leaf === undefined) throw new RangeError(`leaf ${index}`);
  return leaf;
}

const rootOf = (size: number) => subtreeRoot(read, 0, size);

it('makes the roots that everybody makes', () => {
  const frontier = new Frontier();
  expect(frontier.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  knownLeaves.forEach((leaf, index) => {
    frontier.append(leafHash(Buffer.from(leaf, 'hex')));
    expect(frontier.root().toString('hex')).toBe(knownRoots[index]);
  });
});

it('has the same root from the running edge as from the whole tree, and tells each node once', async () => {
  const frontier = new Frontier();
  const told = new Map<string, Buffer>();
  for (const leaf of leaves) {
    frontier.append(leaf, (level, index, hash) => told.set(`${level}/${index}`, hash));
    expect(frontier.root()).toEqual(await rootOf(frontier.size));
    expect(frontier.peaks).toEqual(await peaksAt(read, frontier.size));
  }
  for (const [place, hash] of told) {
    const [level = 0, index = 0] = place.split('/').map(Number);
    expect(hash).toEqual(await read(level, index));
  }
  expect(told.size).toBe(70 + 35 + 17 + 8 + 4 + 2 + 1);
});

it('proves that a leaf is in a tree, and no other leaf, place, size or root', async () => {
  for (let size = 1; size <= most; size += 1) {
    const root = await rootOf(size);
    for (let index = 0; index < size; index += 1) {
      const proof = await inclusionProof(read, index, size);
      const inclusion = { leaf: leaves[index] ?? root, index, size, root, proof };
      expect(isIncluded(inclusion)).toBe(true);
      expect(isIncluded({ ...inclusion, leaf: leafHash(Buffer.from('other')) })).toBe(false);
      expect(isIncluded({ ...inclusion, root: leafHash(Buffer.from('other')) })).toBe(false);
      expect(isIncluded({ ...inclusion, index: index + 1 })).toBe(false);
      expect(isIncluded({ ...inclusion, proof: [...proof, root] })).toBe(false);
      if (proof.length > 0) expect(isIncluded({ ...inclusion, proof: proof.slice(1) })).toBe(false);
    }
  }
});

it('proves that a tree is the beginning of another, and that no other is', async () => {
  for (let to = 1; to <= most; to += 1) {
    const toRoot = await rootOf(to);
    for (let from = 1; from <= to; from += 1) {
      const consistency = {
        from,
        to,
        fromRoot: await rootOf(from),
        toRoot,
        proof: await consistencyProof(read, from, to),
      };
      expect(isConsistent(consistency)).toBe(true);
      expect(isConsistent({ ...consistency, fromRoot: leafHash(Buffer.from('other')) })).toBe(false);
      expect(isConsistent({ ...consistency, toRoot: leafHash(Buffer.from('other')) })).toBe(false);
      expect(isConsistent({ ...consistency, proof: [...consistency.proof, toRoot] })).toBe(false);
    }
  }
});
