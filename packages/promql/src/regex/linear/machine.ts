import type { Instruction, Program } from './program.ts';

/** Where groups begin and end, in turn; -1 where one has no part in the match. */
export type Slots = readonly number[];

interface Thread {
  readonly at: number;
  readonly slots: Slots;
}

/**
 * Follows all ways through a program at once, the preferred one first (Pike's machine): every character of the text is seen
 * once, and no more states are held than the program has instructions.
 */
export class Machine {
  readonly #program: Program;
  /** The step in which an instruction was reached last: no need to reach it twice. */
  readonly #reached: Float64Array;
  #step = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#reached = new Float64Array(program.instructions.length).fill(-1);
  }

  /** The first match that begins at `from`, or behind it when it may. */
  run(text: string, from: number, mayBeginLater: boolean): Slots | undefined {
    const none: Slots = new Array(this.#program.slots).fill(-1);
    let threads: Thread[] = [];
    let found: Slots | undefined;
    for (let at = from; ; ) {
      this.#step++;
      const present: Thread[] = [];
      for (const thread of threads) this.#follow(thread, text, at, present);
      if (at === from || (mayBeginLater && found === undefined))
        this.#follow({ at: 0, slots: none }, text, at, present);
      const code = text.codePointAt(at);
      threads = [];
      for (const { at: place, slots } of present) {
        const instruction = this.#program.instructions[place] as Instruction;
        if (instruction.kind === 'match') {
          found = slots;
          break;
        }
        const isAccepted = code !== undefined && instruction.kind === 'character' && instruction.accepts(code);
        if (isAccepted) threads.push({ at: place + 1, slots });
      }
      const isOver = threads.length === 0 && (found !== undefined || !mayBeginLater);
      if (code === undefined || isOver) return found;
      at += code > 0xffff ? 2 : 1;
    }
  }

  /** Goes on to what waits for a character, or has matched. */
  #follow(thread: Thread, text: string, at: number, present: Thread[]): void {
    const waiting = [thread];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (this.#reached[next.at] === this.#step) continue;
      this.#reached[next.at] = this.#step;
      const { slots } = next;
      const instruction = this.#program.instructions[next.at] as Instruction;
      if (instruction.kind === 'jump') waiting.push({ at: instruction.to, slots });
      else if (instruction.kind === 'split') {
        waiting.push({ at: instruction.second, slots }, { at: instruction.first, slots });
      } else if (instruction.kind === 'note') {
        waiting.push({ at: next.at + 1, slots: slots.with(instruction.slot, at) });
      } else if (instruction.kind === 'place') {
        if (instruction.holds(text, at)) waiting.push({ at: next.at + 1, slots });
      } else present.push(next);
    }
  }
}
