import type { Token } from './lexer.ts';
import { characterOf, numberOf, textOf } from './literal.ts';
import type { Command, Operand, Pipe } from './node.ts';
import type { TokenCursor } from './token-cursor.ts';
import type { Value } from './value.ts';

export const keywords = ['if', 'with', 'range', 'else', 'end', 'template', 'define', 'block', 'break', 'continue'];

/** Reads what stands in an action: `$x := command | command`. */
export class PipeParser {
  /** The variables that are known here. */
  variables: string[] = ['$'];

  constructor(
    private readonly cursor: TokenCursor,
    private readonly knows: (name: string) => boolean,
  ) {}

  read(context: string, end: 'close' | ')', maximalVariables = 1): Pipe {
    const start = this.cursor.peek()?.start ?? this.cursor.length;
    const { variables, isAssignment } = this.#declaration(context, maximalVariables);
    const commands: Command[] = [];
    for (;;) {
      const command = this.#command(context);
      if (command.operands.length === 0) {
        const token = this.cursor.peek();
        if (commands.length > 0 && this.#isEnd(token, end)) throw this.cursor.error(`missing value for ${context}`);
        if (commands.length === 0 && this.#isEnd(token, end)) throw this.cursor.error(`missing value for ${context}`);
        throw this.cursor.unexpected(token, context);
      }
      if (commands.length > 0) this.#checkStage(command, commands.length + 1);
      commands.push(command);
      const token = this.cursor.next();
      if (this.#isEnd(token, end)) break;
      if (token?.text !== '|' || token.kind !== 'symbol') throw this.cursor.unexpected(token, context);
    }
    if (!isAssignment) this.variables.push(...variables);
    const last = commands.at(-1);
    return { variables, isAssignment, commands, span: { start, end: last?.span.end ?? start } };
  }

  #isEnd(token: Token | undefined, end: 'close' | ')'): boolean {
    return end === 'close' ? token?.kind === 'close' : token?.kind === 'symbol' && token.text === ')';
  }

  /** A literal or a dot cannot be called with what comes through the pipe. */
  #checkStage(command: Command, stage: number): void {
    const first = command.operands[0];
    if (first?.kind !== 'literal' && first?.kind !== 'dot' && first?.kind !== 'nil') return;
    throw this.cursor.error(`non executable command in pipeline stage ${stage}`);
  }

  #declaration(context: string, maximal: number): { variables: string[]; isAssignment: boolean } {
    const found: string[] = [];
    let at = 0;
    for (;;) {
      const variable = this.cursor.peek(at);
      const sign = this.cursor.peek(at + 1);
      if (variable?.kind !== 'variable' || sign?.kind !== 'symbol') return { variables: [], isAssignment: false };
      found.push(variable.text);
      at += 2;
      if (sign.text === ':=' || sign.text === '=') {
        this.cursor.skip(at);
        if (found.length > maximal) throw this.cursor.error(`too many declarations in ${context}`);
        if (sign.text === '=') for (const name of found) this.#mustKnow(name);
        return { variables: found, isAssignment: sign.text === '=' };
      }
      if (sign.text !== ',') return { variables: [], isAssignment: false };
    }
  }

  #command(context: string): Command {
    const operands: Operand[] = [];
    const start = this.cursor.peek()?.start ?? this.cursor.length;
    for (;;) {
      const operand = this.#operand(context);
      if (!operand) break;
      operands.push(operand);
      const next = this.cursor.peek();
      if (!next || next.kind === 'close' || next.isSpaced) continue;
      if (next.kind === 'symbol' && next.text !== '(' && next.text !== '.') continue;
      throw this.cursor.unexpected(next, 'operand');
    }
    return { operands, span: { start, end: operands.at(-1)?.span.end ?? start } };
  }

  #operand(context: string): Operand | undefined {
    const token = this.cursor.peek();
    if (!token || token.kind === 'close') return undefined;
    const span = { start: token.start, end: token.end };
    if (token.kind === 'symbol') return this.#symbol(token);
    this.cursor.skip(1);
    switch (token.kind) {
      case 'field':
        return this.#withNames(token.start, [token.text], (names, whole) => ({ kind: 'field', names, span: whole }));
      case 'variable':
        this.#mustKnow(token.text);
        return this.#withNames(token.start, [], (names, whole) => ({
          kind: 'variable',
          name: token.text,
          names,
          span: whole,
        }));
      case 'identifier':
        return this.#word(token, context);
      default:
        return { kind: 'literal', value: this.#literal(token), span };
    }
  }

  #symbol(token: Token): Operand | undefined {
    if (token.text === '.') {
      this.cursor.skip(1);
      return { kind: 'dot', span: { start: token.start, end: token.end } };
    }
    if (token.text !== '(') return undefined;
    this.cursor.skip(1);
    const pipe = this.read('parenthesized pipeline', ')', 0);
    return this.#withNames(token.start, [], (names, span) => ({ kind: 'pipe', pipe, names, span }));
  }

  #word(token: Token, context: string): Operand {
    const span = { start: token.start, end: token.end };
    if (token.text === 'true' || token.text === 'false') {
      return { kind: 'literal', value: token.text === 'true', span };
    }
    if (token.text === 'nil') return { kind: 'nil', span };
    if (keywords.includes(token.text)) throw this.cursor.unexpected(token, context);
    if (!this.knows(token.text)) throw this.cursor.error(`function ${JSON.stringify(token.text)} not defined`);
    return { kind: 'function', name: token.text, span };
  }

  #withNames<T>(start: number, names: string[], make: (names: string[], span: { start: number; end: number }) => T): T {
    let end = this.cursor.last?.end ?? start;
    for (let token = this.cursor.peek(); token?.kind === 'field' && !token.isSpaced; token = this.cursor.peek()) {
      names.push(token.text);
      end = token.end;
      this.cursor.skip(1);
    }
    return make(names, { start, end });
  }

  #literal(token: Token): Value {
    const value = { string: textOf, character: characterOf, number: numberOf }[
      token.kind as 'string' | 'character' | 'number'
    ]?.(token.text);
    if (value === undefined) throw this.cursor.error(`bad ${token.kind} syntax: ${JSON.stringify(token.text)}`);
    return value;
  }

  #mustKnow(variable: string): void {
    if (!this.variables.includes(variable)) throw this.cursor.error(`undefined variable ${JSON.stringify(variable)}`);
  }
}
