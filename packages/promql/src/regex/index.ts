export type { Regex, SearchRegex } from './compile.ts';
export { compileRegex, searchRegex } from './compile.ts';
export { RegexError } from './error.ts';
export { literalAlternatives } from './literals.ts';
