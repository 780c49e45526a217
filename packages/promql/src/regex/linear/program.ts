import type { Tree } from '../tree.ts';
import type { Character } from './character.ts';
import { characterOf } from './character.ts';

/** One step of a machine that has many states at once; numbers are places in the program. */
export type Instruction =
  | { readonly kind: 'character'; readonly accepts: Character }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  /** Goes on at both; what comes first is preferred. */
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'jump'; readonly to: number }
  /** Notes where a group begins or ends. */
  | { readonly kind: 'note'; readonly slot: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  /** Two for each group, the whole match being the first. */
  readonly slots: number;
  readonly names: ReadonlyMap<string, number>;
}

/** After Thompson: repetitions become loops or are written out, choices become splits. */
export function programOf(tree: Tree): Program {
  return new Writer().write(tree);
}

class Writer {
  readonly #instructions: Instruction[] = [];
  readonly #characters = new Map<string, Character>();
  readonly #names = new Map<string, number>();
  /** By node: a part that is written out several times keeps its number. */
  readonly #groups = new Map<Tree, number>();

  write(tree: Tree): Program {
    this.#numberGroups(tree);
    this.#noted(0, () => this.#write(tree));
    this.#add({ kind: 'match' });
    return { instructions: this.#instructions, slots: 2 * (this.#groups.size + 1), names: this.#names };
  }

  #numberGroups(tree: Tree): void {
    if (tree.kind === 'group' && tree.open !== '(?:') {
      const group = this.#groups.size + 1;
      this.#groups.set(tree, group);
      const name = /<(.*)>/.exec(tree.open)?.[1];
      if (name !== undefined) this.#names.set(name, group);
    }
    for (const part of partsOf(tree)) this.#numberGroups(part);
  }

  #write(tree: Tree): void {
    switch (tree.kind) {
      case 'character':
        this.#add({ kind: 'character', accepts: this.#character(tree.source) });
        return;
      case 'place':
        this.#add({ kind: 'place', holds: placeOf(tree.source) });
        return;
      case 'sequence':
        for (const part of tree.parts) this.#write(part);
        return;
      case 'choice':
        this.#choice(tree.branches);
        return;
      case 'group': {
        const group = this.#groups.get(tree);
        if (group === undefined) this.#write(tree.part);
        else this.#noted(group, () => this.#write(tree.part));
        return;
      }
      case 'repeat':
        this.#repeat(tree);
    }
  }

  #choice(branches: readonly Tree[]): void {
    const [first, ...others] = branches;
    if (first === undefined) return;
    if (others.length === 0) {
      this.#write(first);
      return;
    }
    const split = this.#hole();
    this.#write(first);
    const end = this.#hole();
    this.#fill(split, { kind: 'split', first: split + 1, second: this.#next });
    this.#choice(others);
    this.#fill(end, { kind: 'jump', to: this.#next });
  }

  #repeat({ part, times, isLazy }: Tree & { kind: 'repeat' }): void {
    for (let count = 0; count < times.least; count++) this.#write(part);
    if (times.most === Infinity) {
      this.#loop(part, isLazy);
      return;
    }
    const exits: number[] = [];
    for (let count = times.least; count < times.most; count++) {
      exits.push(this.#hole());
      this.#write(part);
    }
    for (const exit of exits) this.#fill(exit, fork(exit + 1, this.#next, isLazy));
  }

  #loop(part: Tree, isLazy: boolean): void {
    const start = this.#hole();
    this.#write(part);
    this.#add({ kind: 'jump', to: start });
    this.#fill(start, fork(start + 1, this.#next, isLazy));
  }

  #noted(group: number, write: () => void): void {
    this.#add({ kind: 'note', slot: 2 * group });
    write();
    this.#add({ kind: 'note', slot: 2 * group + 1 });
  }

  #character(source: string): Character {
    const known = this.#characters.get(source) ?? characterOf(source);
    this.#characters.set(source, known);
    return known;
  }

  get #next(): number {
    return this.#instructions.length;
  }

  #add(instruction: Instruction): void {
    this.#instructions.push(instruction);
  }

  #hole(): number {
    this.#add({ kind: 'match' });
    return this.#next - 1;
  }

  #fill(hole: number, instruction: Instruction): void {
    this.#instructions[hole] = instruction;
  }
}

function fork(into: number, past: number, isLazy: boolean): Instruction {
  return isLazy ? { kind: 'split', first: past, second: into } : { kind: 'split', first: into, second: past };
}

function placeOf(source: string): (text: string, at: number) => boolean {
  const place = new RegExp(source, 'uy');
  return (text, at) => {
    place.lastIndex = at;
    return place.test(text);
  };
}

function partsOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'sequence') return tree.parts;
  if (tree.kind === 'choice') return tree.branches;
  return tree.kind === 'repeat' || tree.kind === 'group' ? [tree.part] : [];
}
