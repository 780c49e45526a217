/** A text that holds a secret, and the parts of it that nobody may ever see again. */
export interface SecretCase {
  readonly what: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

export function one(what: string, text: string, secret: string): SecretCase {
  return { what, text, secrets: [secret] };
}

/** The same letters at every run, so that a case that fails can be looked at again. */
function generator(seed: number): (length: number, alphabet?: string) => string {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (length, alphabet = alphanumeric) =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
}

const alphanumeric = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
export const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ234567';
export const hex = '0123456789abcdef';
export const random = generator(20_261_122);

/** Begins and ends with both kinds of letters, as a password that somebody was made to choose. */
export const password = () => `Kq${random(10)}7z`;
