import { lineOf } from './lexer.ts';
import type { Span } from './node.ts';
import { TemplateError } from './template-error.ts';
import type { Value } from './value.ts';

/** What a part of a template sees, and where it stands. */
export interface Scope {
  readonly variables: { name: string; value: Value }[];
  readonly source: string;
  readonly from: string;
  readonly executing: string;
}

/** As Go words it: where, in which template, at what. */
export function errorAt(span: Span, reason: string, { source, from, executing }: Scope): TemplateError {
  const line = lineOf(source, span.start);
  const column = Buffer.byteLength(source.slice(source.lastIndexOf('\n', span.start - 1) + 1, span.start));
  const what = source.slice(span.start, span.end);
  const shown = what.length > 20 ? `${what.slice(0, 20)}...` : what;
  return TemplateError.at(from, `${line}:${column}`, `executing "${executing}" at <${shown}>: ${reason}`);
}
