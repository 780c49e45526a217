import { callFunction } from './call.ts';
import type { FunctionSet } from './function-set.ts';
import { lineOf } from './lexer.ts';
import type { Body, Command, Node, Operand, ParsedTemplate, Pipe, Span } from './node.ts';
import { printAction } from './print.ts';
import { TemplateError } from './template-error.ts';
import type { Value } from './value.ts';
import { Dict, isTrue, MethodList, SafeText, Struct, typeName } from './value.ts';

export interface TemplateOptions {
  readonly functions: FunctionSet;
  /** Makes the text of an action fit for where it is put, as HTML. SafeText is left as it is. */
  readonly escape?: (text: string) => string;
}

/** The template under way, as its functions see it. */
export interface TemplateRun {
  /** The text of another template of the same set. */
  include(name: string, data: Value): string;
}

/** So much text is more than any receiver takes; so many nested templates call themselves. */
const maximalLength = 1024 * 1024;
const maximalDepth = 200;

/** Carries a template out. Throws TemplateError. */
export function evaluateTemplate(template: ParsedTemplate, data: Value, options: TemplateOptions): string {
  return new Evaluation(template, options).run(template.name, data);
}

type Flow = 'break' | 'continue' | undefined;

interface Scope {
  readonly variables: { name: string; value: Value }[];
  readonly source: string;
  readonly from: string;
  readonly executing: string;
}

class Evaluation implements TemplateRun {
  #output: string[] = [];
  #length = 0;
  #depth = 0;

  constructor(
    private readonly template: ParsedTemplate,
    private readonly options: TemplateOptions,
  ) {}

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
        const value = this.#pipe(node.pipe, dot, scope);
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
    const value = this.#pipe(node.pipe, dot, scope);
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
        if (first !== undefined) this.#bind(node.pipe, first, second === undefined ? item : key, scope);
        if (second !== undefined) this.#bind(node.pipe, second, item, scope);
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
    throw this.#error(pipe.span, `range can't iterate over ${printAction(value)}`, scope);
  }

  #template(node: Node & { kind: 'template' }, dot: Value, scope: Scope): undefined {
    if (!this.template.bodies.has(node.name)) {
      throw this.#error(node.span, `template ${JSON.stringify(node.name)} not defined`, scope);
    }
    this.#body(node.name, node.pipe ? this.#pipe(node.pipe, dot, scope) : undefined);
  }

  #pipe(pipe: Pipe, dot: Value, scope: Scope): Value {
    let value: readonly Value[] = [];
    for (const command of pipe.commands) value = [this.#command(command, value, dot, scope)];
    // What a range declares, it binds item by item.
    if (pipe.variables.length === 1 || pipe.isAssignment) {
      for (const name of pipe.variables) this.#bind(pipe, name, value[0], scope);
    }
    return value[0];
  }

  #bind(pipe: Pipe, name: string, value: Value, { variables }: Scope): void {
    const known = pipe.isAssignment ? variables.findLast((each) => each.name === name) : undefined;
    if (known) known.value = value;
    else variables.push({ name, value });
  }

  #command(command: Command, piped: readonly Value[], dot: Value, scope: Scope): Value {
    const [first, ...rest] = command.operands;
    if (!first) return undefined;
    const given = [...rest, ...piped].length;
    const args = () => [...rest.map((operand) => this.#operand(operand, dot, scope)), ...piped];
    if (first.kind === 'function') return this.#call(first.name, command, rest, piped, dot, scope);
    if (first.kind === 'field') return this.#path(dot, first.names, first.span, args, given, scope);
    if (first.kind === 'variable' && first.names.length > 0) {
      return this.#path(this.#variable(first.name, scope), first.names, first.span, args, given, scope);
    }
    if (first.kind === 'pipe' && first.names.length > 0) {
      return this.#path(this.#pipe(first.pipe, dot, scope), first.names, first.span, args, given, scope);
    }
    if (given > 0) {
      const text = scope.source.slice(first.span.start, first.span.end);
      throw this.#error(first.span, `can't give argument to non-function ${text}`, scope);
    }
    if (first.kind === 'nil') throw this.#error(first.span, 'nil is not a command', scope);
    return this.#operand(first, dot, scope);
  }

  #operand(operand: Operand, dot: Value, scope: Scope): Value {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return undefined;
      case 'literal':
        return operand.value;
      case 'variable':
        return this.#path(this.#variable(operand.name, scope), operand.names, operand.span, () => [], 0, scope);
      case 'field':
        return this.#path(dot, operand.names, operand.span, () => [], 0, scope);
      case 'pipe':
        return this.#path(this.#pipe(operand.pipe, dot, scope), operand.names, operand.span, () => [], 0, scope);
      case 'function':
        return this.#call(operand.name, { operands: [operand], span: operand.span }, [], [], dot, scope);
    }
  }

  #call(
    name: string,
    { span }: Command,
    operands: readonly Operand[],
    piped: readonly Value[],
    dot: Value,
    scope: Scope,
  ): Value {
    const lazy = [
      ...operands.map((operand) => () => this.#operand(operand, dot, scope)),
      ...piped.map((value) => () => value),
    ];
    try {
      return callFunction(name, lazy, this.options.functions, this);
    } catch (error) {
      if (error instanceof TemplateError || !(error instanceof Error)) throw error;
      throw this.#error(span, `error calling ${name}: ${error.message}`, scope);
    }
  }

  #variable(name: string, { variables }: Scope): Value {
    return variables.findLast((each) => each.name === name)?.value;
  }

  /** Only the last name may be a method that takes arguments. */
  #path(start: Value, names: readonly string[], span: Span, args: () => Value[], given: number, scope: Scope): Value {
    return names.reduce((value, name, index) => {
      const isLast = index === names.length - 1;
      return this.#field(value, name, span, isLast ? args : () => [], isLast ? given : 0, scope);
    }, start);
  }

  #field(of: Value, name: string, span: Span, args: () => Value[], given: number, scope: Scope): Value {
    if (of === undefined) throw this.#error(span, `nil data; no entry for key ${JSON.stringify(name)}`, scope);
    const hasMethods = of instanceof Struct || of instanceof Dict || of instanceof MethodList;
    const method = hasMethods && Object.hasOwn(of.methods, name) ? of.methods[name] : undefined;
    if (method) return method(...args());
    if (given > 0) throw this.#error(span, `${name} has arguments but cannot be invoked as function`, scope);
    if (of instanceof Dict) return of.entries.has(name) ? of.entries.get(name) : of.absent;
    if (of instanceof Struct && Object.hasOwn(of.fields, name)) return of.fields[name];
    throw this.#error(span, `can't evaluate field ${name} in type ${typeName(of)}`, scope);
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

  /** As Go words it: where, in which template, at what. */
  #error(span: Span, reason: string, { source, from, executing }: Scope): TemplateError {
    const line = lineOf(source, span.start);
    const column = Buffer.byteLength(source.slice(source.lastIndexOf('\n', span.start - 1) + 1, span.start));
    const what = source.slice(span.start, span.end);
    const shown = what.length > 20 ? `${what.slice(0, 20)}...` : what;
    return TemplateError.at(from, `${line}:${column}`, `executing "${executing}" at <${shown}>: ${reason}`);
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
