import { hasTokenLook, tokenPatterns } from './token-patterns.ts';
import { hasAddress, redactAddresses } from './url-patterns.ts';
import { hasSecretWord, redactNamed } from './word-patterns.ts';

export const redacted = '[redacted]';

/** Shorter than any secret with what gives it away. */
const shortest = 6;
/** What is remembered: at most 160 kB of short texts, and 800 kB of long ones. */
const shortLength = 80;
const longLength = 4000;
const mostShort = 2000;
const mostLong = 200;
const harmless = new Set<string>();
const harmlessLong = new Set<string>();

/** The text with every secret that is known by its look or by the word before it replaced. */
export function redactText(text: string): string {
  if (text.length < shortest || (text.length <= shortLength ? harmless : harmlessLong).has(text)) return text;
  const clean = withoutSecrets(text);
  return clean === text ? remember(text) : clean;
}

/** Each question is one look at the text, and nearly every line answers no to all. */
function withoutSecrets(text: string): string {
  let clean = text;
  if (hasTokenLook(clean)) clean = replaceAll(clean, tokenPatterns);
  if (hasAddress(clean)) clean = redactAddresses(clean);
  return hasSecretWord(clean) ? redactNamed(clean) : clean;
}

function replaceAll(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}

/** Most texts of a log come again and again, stacks too: a look-up costs a small part of the search. */
function remember(text: string): string {
  const [memory, most] = text.length <= shortLength ? [harmless, mostShort] : [harmlessLong, mostLong];
  if (text.length > longLength) return text;
  if (memory.size >= most) memory.clear();
  memory.add(text);
  return text;
}
