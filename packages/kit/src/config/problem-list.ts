import { redactText } from '../redaction/sensitive-text.ts';
import type { Place, Problem } from './problem.ts';

export type Finding = Pick<Problem, 'path' | 'message' | 'fix'>;

/** What the loader knows of a problem beyond what it tells. */
interface Gathered {
  readonly problem: Problem;
  /** The problem is that something is not there; broken YAML nearby may be the only reason. */
  readonly absent: boolean;
}

/** Shorter texts are no secrets worth the name, and would blot out words of the messages. */
const shortestHiddenText = 6;

/** Gathers problems from every step, so that all are told at once, in the order in which a reader meets them. */
export class ProblemList {
  readonly #gathered: Gathered[] = [];
  readonly #files: string[] = [];
  readonly #secrets = new Set<string>();

  add({ path, message, fix }: Finding, place: Place, absent = false): void {
    this.#gathered.push({ problem: { path, message, fix, ...place }, absent });
  }

  /** Files are told in the order in which they were named here; variables and defaults come after them. */
  nameFile(file: string): void {
    this.#files.push(file);
  }

  /** A text that no message may show, whoever wrote the message. */
  hide(secret: string): void {
    if (secret.length >= shortestHiddenText) this.#secrets.add(secret);
  }

  /** Whether the value at the path, or a part of it, is known to be wrong already. */
  covers(path: string): boolean {
    return this.#gathered.some(({ problem }) => problem.path === path || problem.path.startsWith(`${path}.`));
  }

  keep(predicate: (gathered: Gathered) => boolean): void {
    this.#gathered.splice(0, this.#gathered.length, ...this.#gathered.filter(predicate));
  }

  get size(): number {
    return this.#gathered.length;
  }

  sorted(): readonly Problem[] {
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    const clean = (text: string) =>
      secrets.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), redactText(text));
    return this.#gathered
      .map(({ problem }) => ({ ...problem, message: clean(problem.message), fix: clean(problem.fix) }))
      .sort((a, b) => this.#rank(a) - this.#rank(b) || comparePlaces(a, b));
  }

  #rank(problem: Problem): number {
    const index = problem.file === undefined ? -1 : this.#files.indexOf(problem.file);
    return index < 0 ? this.#files.length : index;
  }
}

function comparePlaces(a: Problem, b: Problem): number {
  return (
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    a.source.localeCompare(b.source) ||
    a.path.localeCompare(b.path)
  );
}
