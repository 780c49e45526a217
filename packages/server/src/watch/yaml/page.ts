import type { Place, Problem } from '@seaworthy/kit/config';
import { ConfigError } from '@seaworthy/kit/config';
import type { Document } from 'yaml';
import { isAlias, isScalar, LineCounter, parseDocument } from 'yaml';
import type { FieldPage } from './field.ts';
import { Field } from './field.ts';

/** More aliases than anybody writes: beyond it, the page is one that grows without end. */
const MAX_ALIASES = 100;

/** A YAML text under examination: everything that is found wrong with it is kept, each with its line and column. */
export class Page implements FieldPage {
  readonly problems: Problem[] = [];
  readonly document: Document;
  readonly #lines = new LineCounter();

  constructor(
    text: string,
    private readonly file: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: false });
    for (const error of this.document.errors) {
      this.report('', error.pos[0], `this is not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`, FIX);
    }
  }

  /** The whole of it; null when the text is empty. */
  get root(): Field {
    return new Field(this, this.document.contents, '', 0);
  }

  report(path: string, offset: number, message: string, fix: string): void {
    const problem = { path, message, fix, ...this.#place(offset) };
    if (!this.problems.some((each) => isSame(each, problem))) this.problems.push(problem);
  }

  /** Where an anchor stands for something, that something. */
  resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  plain(node: unknown): unknown {
    if (isScalar(node)) return node.value;
    const tree = node as { toJS?: (document: Document, options: object) => unknown } | null;
    return tree?.toJS?.(this.document, { maxAliasCount: MAX_ALIASES }) ?? null;
  }

  /** Throws when anything was reported. */
  mustBeSound(): void {
    if (this.problems.length === 0) return;
    throw new ConfigError([...this.problems].sort(byPlace));
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { source: `${this.file}:${line}`, file: this.file, line, column: col };
  }
}

const FIX = 'Look here, and just before it, for a wrong indentation or a missing ":", bracket or quote.';

/** A value that is read twice is reported once. */
function isSame(a: Problem, b: Problem): boolean {
  return a.path === b.path && a.message === b.message && byPlace(a, b) === 0;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
