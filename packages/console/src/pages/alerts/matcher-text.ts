export const operators = ['=', '!=', '=~', '!~'] as const;
export type Operator = (typeof operators)[number];

/** One condition on one label, before it is sent. */
export interface MatcherDraft {
  readonly name: string;
  readonly operator: Operator;
  readonly value: string;
}

const reserved = /[\s{}!=~,\\"'`]/u;

/** `severity="critical"`, as the control plane writes it. */
export function matcherText({ name, operator, value }: MatcherDraft): string {
  return `${reserved.test(name) ? quoted(name) : name}${operator}${quoted(value)}`;
}

/** What stands for these labels and no others of the same names. */
export function matchersOf(labels: Readonly<Record<string, string>>): MatcherDraft[] {
  return Object.entries(labels).map(([name, value]) => ({ name, operator: '=' as const, value }));
}

const quote = '"((?:[^"\\\\]|\\\\.)*)"';
const matcher = new RegExp(
  `\\s*(?:${quote}|([^\\s{}!=~,\\\\"'\`]+))\\s*(=~|!~|!=|=)\\s*(?:${quote}|([^\\s,{}"]*))\\s*(,|$)`,
  'y',
);

/** Those of `a="b",c=~"d.*"`, also within braces; undefined when it is not written like that. */
export function parseMatchers(text: string): MatcherDraft[] | undefined {
  const given = text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .trim();
  const found: MatcherDraft[] = [];
  matcher.lastIndex = 0;
  while (matcher.lastIndex < given.length) {
    const [whole, quotedName, name, operator, quotedValue, value] = matcher.exec(given) ?? [];
    if (whole === undefined) return undefined;
    found.push({
      name: quotedName === undefined ? (name ?? '') : plain(quotedName),
      operator: operator as Operator,
      value: quotedValue === undefined ? (value ?? '') : plain(quotedValue),
    });
  }
  return found;
}

/** The text with one matcher more; as it is when it has that one. */
export function withMatcher(text: string, added: MatcherDraft): string {
  const word = matcherText(added);
  const before = parseMatchers(text);
  if (before?.some((each) => matcherText(each) === word)) return text;
  return text.trim() === '' ? word : `${text.trim().replace(/,$/, '')},${word}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function plain(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/gs,
    (_, unit, byte, letter: string | undefined) => {
      if (letter !== undefined) return escapes[letter] ?? letter;
      return String.fromCharCode(Number.parseInt(String(unit ?? byte), 16));
    },
  );
}
