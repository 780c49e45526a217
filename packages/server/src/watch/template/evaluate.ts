import { PipeEvaluation } from './evaluate-pipe.ts';
import type { FunctionSet, TemplateRun } from './function-set.ts';
import type { Body, Node, ParsedTemplate, Pipe } from './node.ts';
import { printAction } from './print.ts';
import type { Scope } from './scope.ts';
import { errorAt } from './scope.ts';
import { TemplateError } from './template-error.ts';
import type { Value } from './value.ts';
import { Dict, isTrue, SafeText } from './value.ts';

export interface TemplateOptions {
  readonly functions: FunctionSet;
  /** Makes the text of an action fit for where it is put, as HTML. SafeText is left as it is. */
  readonly escape?: (text: string) => string;
}

/** So much text is more than any receiver takes; so many nested templates call themselves. */
const maximalLength = 1024 * 1024;
const maximalDepth = 200;

/** Carries a template out. Throws TemplateError. */
export function evaluateTemplate(template: ParsedTemplate, data: Value, options: TemplateOptions): string {
  return new Evaluation(template, options).run(template.name, data);
}

type Flow = 'break' | 'continue' | undefined;

class Evaluation implements TemplateRun {
  readonly #pipes: PipeEvaluation;
  #output: string[] = [];
  #length = 0;
  #depth = 0;

  constructor(
    private readonly template: ParsedTemplate,
    private readonly options: TemplateOptions,
  ) {
    this.#pipes = new PipeEvaluation(options.functions, this);
  }

  run(name: string, data: Value): string {
    this.#body(name, data);
    return this.#output.join('');
  }

  include(name: string, data: Value): string {
    const outer = this.#output;
    this.#output = [];
    try {
      this.#body(name, data);
      return this.#output.join('');
    } finally {
      this.#output = outer;
    }
  }

  #body(name: string, data: Value): void {
    const found = this.template.bodies.get(name);
    if (!found) throw new TemplateError(`template: no template ${JSON.stringify(name)} in this set`);
    if (this.#depth >= maximalDepth) throw new TemplateError(`template: ${name}: exceeded maximum template depth`);
    this.#depth++;
    this.#list(found.body, data, { ...found, executing: name, variables: [{ name: '$', value: data }] });
    this.#depth--;
  }

  #list(body: Body, dot: Value, scope: Scope): Flow {
    for (const node of body) {
      const flow = this.#node(node, dot, scope);
      if (flow) return flow;
    }
    return undefined;
  }

  #node(node: Node, dot: Value, scope: Scope): Flow {
    switch (node.kind) {
      case 'text':
        return this.#write(node.text);
      case 'action': {
        const value = this.#pipes.evaluate(node.pipe, dot, scope);
        return node.pipe.variables.length === 0 ? this.#write(this.#escaped(value)) : undefined;
      }
      case 'template':
        return this.#template(node, dot, scope);
      case 'break':
      case 'continue':
        return node.kind;
      default:
        return inner(scope, () => this.#control(node, dot, scope));
    }
  }

  #control(node: Node & { kind: 'if' | 'with' | 'range' }, dot: Value, scope: Scope): Flow {
    const value = this.#pipes.evaluate(node.pipe, dot, scope);
    if (node.kind === 'range') return this.#range(node, value, dot, scope);
    if (!isTrue(value)) return this.#list(node.otherwise, dot, scope);
    return this.#list(node.body, node.kind === 'with' ? value : dot, scope);
  }

  #range(node: Node & { kind: 'range' | 'if' | 'with' }, value: Value, dot: Value, scope: Scope): Flow {
    const items = this.#items(node.pipe, value, scope);
    if (items.length === 0) return this.#list(node.otherwise, dot, scope);
    for (const [key, item] of items) {
      const flow = inner(scope, () => {
        const [first, second] = node.pipe.variables;
        if (first !== undefined) this.#pipes.bind(node.pipe, first, second === undefined ? item : key, scope);
        if (second !== undefined) this.#pipes.bind(node.pipe, second, item, scope);
        return this.#list(node.body, item, scope);
      });
      if (flow === 'break') break;
    }
    return undefined;
  }

  #items(pipe: Pipe, value: Value, scope: Scope): (readonly [Value, Value])[] {
    if (value === undefined) return [];
    if (value instanceof Dict) return value.sorted;
    if (isList(value)) return value.map((item, index) => [BigInt(index), item]);
    if (typeof value === 'bigint' && value <= 10_000n) {
      return Array.from({ length: Math.max(0, Number(value)) }, (_, index) => [BigInt(index), BigInt(index)]);
    }
    throw errorAt(pipe.span, `range can't iterate over ${printAction(value)}`, scope);
  }

  #template(node: Node & { kind: 'template' }, dot: Value, scope: Scope): undefined {
    if (!this.template.bodies.has(node.name)) {
      throw errorAt(node.span, `template ${JSON.stringify(node.name)} not defined`, scope);
    }
    this.#body(node.name, node.pipe ? this.#pipes.evaluate(node.pipe, dot, scope) : undefined);
  }

  #escaped(value: Value): string {
    const text = printAction(value);
    return this.options.escape && !(value instanceof SafeText) ? this.options.escape(text) : text;
  }

  #write(text: string): undefined {
    this.#length += text.length;
    if (this.#length > maximalLength) throw new TemplateError(`template: ${this.template.name}: the text is too long`);
    this.#output.push(text);
  }
}

/** Variables made inside are gone afterwards. */
function inner<T>({ variables }: Scope, run: () => T): T {
  const outer = variables.length;
  try {
    return run();
  } finally {
    variables.length = outer;
  }
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
