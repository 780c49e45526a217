import { isSensitiveKey } from '../redaction/sensitive-key.ts';

/**
 * The language of `${…}` inside a text:
 *
 *     ${NAME}            the variable; it must be set
 *     ${NAME:-default}   the default when the variable is not set or empty; it may hold `${…}` itself
 *     ${file:/path}      the content of a file, without its last line break
 *     $$                 one dollar sign
 */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly fallback?: readonly Piece[] }
  | { readonly kind: 'file'; readonly path: readonly Piece[] }
  | { readonly kind: 'malformed'; readonly text: string };

/** What stands in for the outer world: variables and files, or the reason why there is none. */
export interface Lookup {
  variable(name: string): string | undefined;
  file(path: string): { readonly text: string } | { readonly reason: string };
}

export interface Mistake {
  readonly message: string;
  readonly fix: string;
}

export interface Expansion {
  readonly text: string;
  /** The text was one `${…}` and nothing else. */
  readonly whole: boolean;
  /** Every variable and file that took part, with the text that it gave. */
  readonly used: readonly Substitute[];
  readonly mistakes: readonly Mistake[];
}

export interface Substitute {
  readonly kind: 'variable' | 'file';
  readonly name: string;
  readonly text: string;
}

export function parseExpansion(text: string): readonly Piece[] {
  return readPieces(text, 0, false).pieces;
}

export function expand(text: string, lookup: Lookup): Expansion {
  const pieces = parseExpansion(text);
  const used: Substitute[] = [];
  const mistakes: Mistake[] = [];
  const expanded = pieces.map((piece) => evaluate(piece, lookup, used, mistakes)).join('');
  return { text: expanded, whole: pieces.length === 1 && pieces[0]?.kind !== 'text', used, mistakes };
}

/** A `${…}` in a text that should have been expanded long before it came here. */
export function holdsUnexpanded(text: string): boolean {
  return /\$\{[^}]*\}/.test(text);
}

function evaluate(piece: Piece, lookup: Lookup, used: Substitute[], mistakes: Mistake[]): string {
  const evaluateAll = (pieces: readonly Piece[]) =>
    pieces.map((each) => evaluate(each, lookup, used, mistakes)).join('');
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'malformed':
      mistakes.push({
        message: `${piece.text} is not understood`,
        fix: `Write \${NAME}, \${NAME:-default} or \${file:/path}; a plain dollar sign is $$.`,
      });
      return '';
    case 'file':
      return substitute('file', evaluateAll(piece.path), lookup, used, mistakes);
    case 'variable': {
      const { fallback } = piece;
      if (fallback && (lookup.variable(piece.name) ?? '') === '') return evaluateAll(fallback);
      return substitute('variable', piece.name, lookup, used, mistakes);
    }
  }
}

function substitute(
  kind: Substitute['kind'],
  name: string,
  lookup: Lookup,
  used: Substitute[],
  mistakes: Mistake[],
): string {
  const found = kind === 'file' ? readSecret(name, lookup, mistakes) : readVariable(name, lookup, mistakes);
  if (found === undefined) return '';
  if (holdsUnexpanded(found)) {
    const message = `${kind === 'file' ? `the file ${name}` : `the variable ${name}`} holds a literal \${…} that nothing expanded`;
    mistakes.push({ message, fix: 'Put the real value there.' });
    return '';
  }
  used.push({ kind, name, text: found });
  return found;
}

function readVariable(name: string, lookup: Lookup, mistakes: Mistake[]): string | undefined {
  const value = lookup.variable(name);
  if (value === undefined) {
    // A default for a secret would put the secret into the file.
    const other = isSensitiveKey(name)
      ? `read it from a file: \${file:/path}`
      : `give it a default: \${${name}:-value}`;
    mistakes.push({ message: `\${${name}} is not set`, fix: `Set the environment variable ${name}, or ${other}.` });
  }
  return value;
}

function readSecret(path: string, lookup: Lookup, mistakes: Mistake[]): string | undefined {
  const found = lookup.file(path);
  if ('text' in found) return found.text.replace(/\r?\n$/, '');
  mistakes.push({
    message: `\${file:${path}} cannot be read: ${found.reason}`,
    fix: 'Create the file, or correct its path and rights.',
  });
  return undefined;
}

interface Reading {
  readonly pieces: readonly Piece[];
  /** Where the reading stopped: at the end, or at the `}` that closes what is around it. */
  readonly end: number;
}

function readPieces(text: string, start: number, nested: boolean): Reading {
  const pieces: Piece[] = [];
  let plain = '';
  let braces = 0;
  let index = start;
  const flush = () => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain });
    plain = '';
  };
  while (index < text.length) {
    if (nested && text[index] === '}' && braces === 0) break;
    if (text.startsWith('$$', index)) {
      plain += '$';
      index += 2;
    } else if (text.startsWith('${', index)) {
      flush();
      const { piece, end } = readReference(text, index);
      pieces.push(piece);
      index = end;
    } else {
      if (nested && text[index] === '{') braces++;
      if (nested && text[index] === '}') braces--;
      plain += text[index++];
    }
  }
  flush();
  return { pieces, end: index };
}

const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;

function readReference(text: string, start: number): { piece: Piece; end: number } {
  const inside = start + 2;
  if (text.startsWith('file:', inside)) {
    return close(text, start, readPieces(text, inside + 5, true), (path) =>
      path.length > 0 ? { kind: 'file', path } : undefined,
    );
  }
  namePattern.lastIndex = inside;
  const name = namePattern.exec(text)?.[0];
  const after = inside + (name?.length ?? 0);
  if (name && text[after] === '}') return { piece: { kind: 'variable', name }, end: after + 1 };
  if (name && text.startsWith(':-', after)) {
    return close(text, start, readPieces(text, after + 2, true), (fallback) => ({ kind: 'variable', name, fallback }));
  }
  return close(text, start, readPieces(text, inside, true), () => undefined);
}

function close(text: string, start: number, inner: Reading, make: (pieces: readonly Piece[]) => Piece | undefined) {
  const end = Math.min(inner.end + 1, text.length);
  const closed = text[inner.end] === '}';
  const piece = closed ? make(inner.pieces) : undefined;
  return { piece: piece ?? { kind: 'malformed' as const, text: text.slice(start, end) }, end };
}
