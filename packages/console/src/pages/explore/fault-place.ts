/** What the control plane found wrong, and where; line and column begin at 1. */
export interface PlacedFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `invalid parameter "query": 1:4: parse error: …`; undefined when no place is named. */
export function placeOf(message: string): PlacedFault | undefined {
  const found = /(?:^|: )(\d+):(\d+): (?:parse error: )?(.*)$/s.exec(message);
  if (found === null) return undefined;
  const [, line, column, words = ''] = found;
  return { line: Number(line), column: Number(column), message: words };
}

/** Without what only programs need. */
export function plainMessage(message: string): string {
  return message
    .replace(/^invalid parameter "query": /, '')
    .replace(/^(\d+):(\d+): parse error: /, 'Line $1, character $2: ');
}
