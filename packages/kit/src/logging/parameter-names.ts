const parameterList = /^(?:async\s+)?(?:function\s*\*?\s*[\w$]*\s*|[\w$]+\s*)?\(([^(){}]*)\)/;
const single = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/;
const simple = /^(?:\.\.\.)?([A-Za-z_$][\w$]*)\s*(?:=.*)?$/s;

/**
 * The names of a function's parameters as its source has them, so far as they are simple: `login(user, password)` tells
 * that the second argument is a secret. Empty for what cannot be read, such as bound functions.
 */
export function parameterNames(fn: (...args: never[]) => unknown): readonly string[] {
  const source = Function.prototype.toString.call(fn);
  const [, one] = single.exec(source) ?? [];
  if (one !== undefined) return [one];
  const [, list = ''] = parameterList.exec(source) ?? [];
  const names = list.split(',').map((part) => simple.exec(part.trim())?.[1]);
  return names.map((name, index) => name ?? String(index));
}
