import type { Value } from './value.ts';

/** Where a node stands in its template; end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | { readonly kind: 'if' | 'with' | 'range'; readonly pipe: Pipe; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: 'template'; readonly name: string; readonly pipe: Pipe | undefined; readonly span: Span }
  | { readonly kind: 'break' | 'continue' };

export type Body = readonly Node[];

/** `$a, $b := command | command`. */
export interface Pipe {
  readonly variables: readonly string[];
  /** `=` instead of `:=`. */
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
  readonly span: Span;
}

/** `operand argument argument`. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly span: Span;
}

export type Operand =
  | { readonly kind: 'dot'; readonly span: Span }
  | { readonly kind: 'nil'; readonly span: Span }
  | { readonly kind: 'literal'; readonly value: Value; readonly span: Span }
  | { readonly kind: 'function'; readonly name: string; readonly span: Span }
  /** `.A.B`, from the dot. */
  | { readonly kind: 'field'; readonly names: readonly string[]; readonly span: Span }
  /** `$x.A.B`. */
  | { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[]; readonly span: Span }
  /** `(pipe).A.B`; without names just `(pipe)`. */
  | { readonly kind: 'pipe'; readonly pipe: Pipe; readonly names: readonly string[]; readonly span: Span };

/** What a text parses to: bodies by name. The whole text, without its definitions, stands under the template's own name. */
export interface ParsedTemplate {
  readonly name: string;
  readonly source: string;
  readonly bodies: ReadonlyMap<string, { readonly body: Body; readonly source: string; readonly from: string }>;
}
