import { textOf } from './literal.ts';
import type { Body, Node, ParsedTemplate } from './node.ts';
import { keywords, PipeParser } from './parse-pipe.ts';
import { TokenCursor } from './token-cursor.ts';

/** What ended a list of nodes: its keyword; the tokens after it are not read yet. */
type Ending = 'end' | 'else' | 'text ends';

/** Reads a template. Throws TemplateError for the first mistake, unknown functions and variables among them. */
export function parseTemplate(name: string, source: string, knows: (name: string) => boolean): ParsedTemplate {
  return new Parser(name, source, knows).parse();
}

class Parser {
  readonly #cursor: TokenCursor;
  readonly #pipes: PipeParser;
  readonly #bodies = new Map<string, { body: Body; source: string; from: string }>();
  #loops = 0;

  constructor(
    private readonly name: string,
    private readonly source: string,
    knows: (name: string) => boolean,
  ) {
    this.#cursor = new TokenCursor(name, source);
    this.#pipes = new PipeParser(this.#cursor, knows);
  }

  parse(): ParsedTemplate {
    const { body, ending } = this.#list(true);
    if (ending !== 'text ends') throw this.#cursor.error(`unexpected {{${ending}}}`);
    this.#define(this.name, body);
    return { name: this.name, source: this.source, bodies: this.#bodies };
  }

  #define(name: string, body: Body): void {
    const before = this.#bodies.get(name);
    const isEmpty = body.every((node) => node.kind === 'text' && node.text.trim() === '');
    if (before && isEmpty) return;
    this.#bodies.set(name, { body, source: this.source, from: this.name });
  }

  #list(isTop = false): { body: Body; ending: Ending } {
    const body: Node[] = [];
    for (let token = this.#cursor.next(); token; token = this.#cursor.next()) {
      if (token.kind === 'text') {
        body.push({ kind: 'text', text: token.text });
        continue;
      }
      const word = this.#cursor.peek();
      const keyword = word?.kind === 'identifier' && keywords.includes(word.text) ? word.text : undefined;
      if (keyword !== undefined) this.#cursor.skip(1);
      if (keyword === 'end' || keyword === 'else') {
        if (keyword === 'end') this.#cursor.close('end');
        return { body, ending: keyword };
      }
      const node = this.#statement(keyword, isTop);
      if (node) body.push(node);
    }
    return { body, ending: 'text ends' };
  }

  #statement(keyword: string | undefined, isTop: boolean): Node | undefined {
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(keyword);
      case 'break':
      case 'continue':
        if (this.#loops === 0) throw this.#cursor.error(`{{${keyword}}} outside {{range}}`);
        this.#cursor.close(keyword);
        return { kind: keyword };
      case 'template':
        return this.#template();
      case 'define':
        if (!isTop) throw this.#cursor.error('unexpected {{define}}');
        return this.#definition();
      case 'block':
        return this.#block();
      default:
        return { kind: 'action', pipe: this.#pipes.read('command', 'close') };
    }
  }

  #control(kind: 'if' | 'with' | 'range'): Node {
    const outer = [...this.#pipes.variables];
    const pipe = this.#pipes.read(kind, 'close', kind === 'range' ? 2 : 1);
    if (kind === 'range') this.#loops++;
    const { body, ending } = this.#list();
    if (kind === 'range') this.#loops--;
    const otherwise = ending === 'else' ? this.#otherwise(kind) : [];
    if (ending === 'text ends') throw this.#cursor.error('unexpected EOF');
    this.#pipes.variables = outer;
    return { kind, pipe, body, otherwise };
  }

  /** After `else`: the rest of the action, then the list up to `end`. `else if` is an `if` inside, which takes that `end`. */
  #otherwise(kind: 'if' | 'with' | 'range'): Body {
    const word = this.#cursor.peek();
    if (word?.kind === 'identifier' && word.text === kind && kind !== 'range') {
      this.#cursor.skip(1);
      return [this.#control(kind)];
    }
    this.#cursor.close('else');
    const { body, ending } = this.#list();
    if (ending !== 'end')
      throw this.#cursor.error(ending === 'else' ? 'expected end; found {{else}}' : 'unexpected EOF');
    return body;
  }

  #template(): Node {
    const start = this.#cursor.last?.start ?? 0;
    const name = this.#templateName('template clause');
    const pipe = this.#cursor.peek()?.kind === 'close' ? undefined : this.#pipes.read('template clause', 'close');
    if (!pipe) this.#cursor.close('template clause');
    return { kind: 'template', name, pipe, span: { start, end: this.#cursor.last?.start ?? start } };
  }

  #definition(): undefined {
    const name = this.#templateName('define clause');
    this.#cursor.close('define clause');
    this.#define(name, this.#separate());
  }

  #block(): Node {
    const start = this.#cursor.last?.start ?? 0;
    const name = this.#templateName('block clause');
    const pipe = this.#pipes.read('block clause', 'close');
    const span = { start, end: this.#cursor.last?.start ?? start };
    this.#define(name, this.#separate());
    return { kind: 'template', name, pipe, span };
  }

  /** The body of a definition: it sees no variable from around it. */
  #separate(): Body {
    const [variables, loops] = [this.#pipes.variables, this.#loops];
    this.#pipes.variables = ['$'];
    this.#loops = 0;
    const { body, ending } = this.#list();
    if (ending !== 'end') throw this.#cursor.error(ending === 'else' ? 'unexpected {{else}}' : 'unexpected EOF');
    this.#pipes.variables = variables;
    this.#loops = loops;
    return body;
  }

  #templateName(context: string): string {
    const token = this.#cursor.next();
    const text = token?.kind === 'string' ? textOf(token.text) : undefined;
    if (text === undefined) throw this.#cursor.unexpected(token, context);
    return text;
  }
}
