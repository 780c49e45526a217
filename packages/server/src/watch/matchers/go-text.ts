const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};
const LETTERS = new Map(Object.entries(SIMPLE).map(([letter, character]) => [character, letter]));
const ESCAPE =
  /\\(?:(?<simple>[abfnrtv\\"])|x(?<hex>[0-9a-fA-F]{2})|(?<octal>[0-3][0-7]{2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8}))/y;
const PLAIN = /[^\\"\n]+/y;

/** A text in double quotes, as Go's `%q` writes it. */
export function goQuote(text: string): string {
  const escaped = text.replace(/[\\"\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return `"${escaped}"`;
}

function escapeCharacter(character: string): string {
  const letter = LETTERS.get(character);
  if (letter !== undefined) return `\\${letter}`;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** What a text in double quotes means in Go; undefined when an escape is unknown, or the bytes are no UTF-8. */
export function goUnquote(quoted: string): string | undefined {
  if (quoted.length < 2 || !quoted.startsWith('"') || !quoted.endsWith('"')) return undefined;
  const inner = quoted.slice(1, -1);
  const parts: Buffer[] = [];
  for (let at = 0; at < inner.length; ) {
    const part = partAt(inner, at);
    if (part === undefined) return undefined;
    parts.push(part.bytes);
    at = part.end;
  }
  return decode(Buffer.concat(parts));
}

function partAt(text: string, at: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(text);
  if (plain) return { bytes: Buffer.from(plain[0]), end: PLAIN.lastIndex };
  ESCAPE.lastIndex = at;
  const groups = ESCAPE.exec(text)?.groups;
  const bytes = groups && bytesOf(groups);
  return bytes && { bytes, end: ESCAPE.lastIndex };
}

function bytesOf({ simple, hex, octal, short, long }: Partial<Record<string, string>>): Buffer | undefined {
  if (simple !== undefined) return Buffer.from(SIMPLE[simple] ?? '');
  if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16));
  if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
  const code = Number.parseInt(short ?? long ?? '', 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? Buffer.from(String.fromCodePoint(code)) : undefined;
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
