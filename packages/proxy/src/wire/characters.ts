/** Which bytes RFC 9110 5.6.2 allows in a token: methods and field names. Indexed by char code. */
export const IS_TOKEN = table((code) => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)));

/** Which bytes a field value may hold (RFC 9110 5.5): visible ones, space, tab and obs-text; no other control characters. */
export const IS_VALUE = table((code) => code === 9 || (code >= 32 && code !== 127));

/** Which bytes a request target may hold: no space, no control characters. Bytes above 127 are passed on as they are. */
export const IS_TARGET = table((code) => code > 32 && code !== 127);

export const IS_HEX = table((code) => /[0-9A-Fa-f]/.test(String.fromCharCode(code)));

export const CR = 13;
export const LF = 10;
export const SPACE = 32;
export const COLON = 58;

function table(allows: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (allows(code) ? 1 : 0));
}
