import type { Call } from '../ast/index.ts';
import { ParseError } from '../ast/index.ts';
import { quote } from '../labels/index.ts';

export function checkArgumentCount(query: string, expr: Call): void {
  const { name, minArgs, maxArgs } = expr.function;
  const count = expr.args.length;
  if (count >= minArgs && count <= maxArgs) return;
  const bound = minArgs === maxArgs ? `${minArgs}` : count < minArgs ? `at least ${minArgs}` : `at most ${maxArgs}`;
  const reason = `expected ${bound} argument(s) in call to ${quote(name)}, got ${count}`;
  throw new ParseError(query, expr.range.start, reason);
}
