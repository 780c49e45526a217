export { compileRegex } from './compile.ts';
export { RegexError } from './error.ts';
export { literalAlternatives } from './literals.ts';
