export { compileRegex, RegexError } from './compile.ts';
export { literalAlternatives } from './literals.ts';
