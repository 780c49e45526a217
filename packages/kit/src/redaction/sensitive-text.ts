import { hasTokenLook, tokenPatterns } from './token-patterns.ts';
import { hasAddress, urlPatterns } from './url-patterns.ts';
import { hasSecretWord, redactNamed } from './word-patterns.ts';

export const redacted = '[redacted]';

/** Shorter than any secret with what gives it away. */
const shortest = 6;
const mostRemembered = 2000;
const longestRemembered = 80;
const harmless = new Set<string>();

/** The text with every secret that is known by its look or by the word before it replaced. */
export function redactText(text: string): string {
  if (text.length < shortest || harmless.has(text)) return text;
  const clean = withoutSecrets(text);
  return clean === text ? remember(text) : clean;
}

/** Each question is one look at the text, and nearly every line answers no to all. */
function withoutSecrets(text: string): string {
  let clean = text;
  if (hasTokenLook(clean)) clean = replaceAll(clean, tokenPatterns);
  if (hasAddress(clean)) clean = replaceAll(clean, urlPatterns);
  return hasSecretWord(clean) ? redactNamed(clean) : clean;
}

function replaceAll(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}

/** Most texts of a log come again and again: a look-up costs a fifth of the search. */
function remember(text: string): string {
  if (text.length > longestRemembered) return text;
  if (harmless.size >= mostRemembered) harmless.clear();
  harmless.add(text);
  return text;
}
