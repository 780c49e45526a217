/** Whoever fails to sign in can use any name: of so many, each is counted by itself. */
const mostNames = 1000;
const others = '(others)';

export class Counts {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const known = this.#counts.has(name) || this.#counts.size < mostNames ? name : others;
    this.#counts.set(known, (this.#counts.get(known) ?? 0) + 1);
  }

  /** Most first. */
  told() {
    const all = [...this.#counts].map(([name, count]) => ({ name, count }));
    return all.sort((left, right) => right.count - left.count || left.name.localeCompare(right.name, 'en'));
  }
}
