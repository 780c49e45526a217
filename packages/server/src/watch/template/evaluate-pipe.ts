import { callFunction } from './call.ts';
import type { FunctionSet, TemplateRun } from './function-set.ts';
import type { Command, Operand, Pipe, Span } from './node.ts';
import type { Scope } from './scope.ts';
import { errorAt } from './scope.ts';
import { TemplateError } from './template-error.ts';
import type { Value } from './value.ts';
import { Dict, MethodList, Struct, typeName } from './value.ts';

/** What stands between the braces of an action: operands, calls, and pipes of them. */
export class PipeEvaluation {
  constructor(
    private readonly functions: FunctionSet,
    private readonly run: TemplateRun,
  ) {}

  evaluate(pipe: Pipe, dot: Value, scope: Scope): Value {
    let value: readonly Value[] = [];
    for (const command of pipe.commands) value = [this.#command(command, value, dot, scope)];
    // What a range declares, it binds item by item.
    if (pipe.variables.length === 1 || pipe.isAssignment) {
      for (const name of pipe.variables) this.bind(pipe, name, value[0], scope);
    }
    return value[0];
  }

  bind(pipe: Pipe, name: string, value: Value, { variables }: Scope): void {
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
      return this.#path(this.evaluate(first.pipe, dot, scope), first.names, first.span, args, given, scope);
    }
    if (given > 0) {
      const text = scope.source.slice(first.span.start, first.span.end);
      throw errorAt(first.span, `can't give argument to non-function ${text}`, scope);
    }
    if (first.kind === 'nil') throw errorAt(first.span, 'nil is not a command', scope);
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
        return this.#path(this.evaluate(operand.pipe, dot, scope), operand.names, operand.span, () => [], 0, scope);
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
      return callFunction(name, lazy, this.functions, this.run);
    } catch (error) {
      if (error instanceof TemplateError || !(error instanceof Error)) throw error;
      throw errorAt(span, `error calling ${name}: ${error.message}`, scope);
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
    if (of === undefined) throw errorAt(span, `nil data; no entry for key ${JSON.stringify(name)}`, scope);
    const hasMethods = of instanceof Struct || of instanceof Dict || of instanceof MethodList;
    const method = hasMethods && Object.hasOwn(of.methods, name) ? of.methods[name] : undefined;
    if (method) return method(...args());
    if (given > 0) throw errorAt(span, `${name} has arguments but cannot be invoked as function`, scope);
    if (of instanceof Dict) return of.entries.has(name) ? of.entries.get(name) : of.absent;
    if (of instanceof Struct && Object.hasOwn(of.fields, name)) return of.fields[name];
    throw errorAt(span, `can't evaluate field ${name} in type ${typeName(of)}`, scope);
  }
}
