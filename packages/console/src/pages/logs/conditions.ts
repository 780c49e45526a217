/** A field of a line, with the name by which it is asked for. */
export interface FieldEntry {
  readonly path: string;
  /** As it is shown. */
  readonly text: string;
  /** What a condition can be about; null: a list, or a name that no condition can have. */
  readonly value: string | null;
}

/** As the API reads a condition's name. */
const pathSyntax = /^[\w@/$-][\w.@/$-]*$/;

/** The fields as a flat list, what lies inside others by dotted names. */
export function fieldEntries(fields: Readonly<Record<string, unknown>>, within = ''): FieldEntry[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = within === '' ? name : `${within}.${name}`;
    if (isRecord(value) && Object.keys(value).length > 0) return fieldEntries(value, path);
    return [{ path, text: textOf(value), value: isPlain(value) && pathSyntax.test(path) ? String(value) : null }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Adds a condition to others; one that is there already is not there twice, and its contrary goes. */
export function withCondition(q: string, path: string, operator: '=' | '!=', value: string): string {
  const own = `${path}${operator}${quoted(value)}`;
  const contrary = `${path}${operator === '=' ? '!=' : '='}${quoted(value)}`;
  const others = splitConditions(q).filter((each) => each !== own && each !== contrary);
  return [...others, own].join(' ');
}

/** At the blanks that stand in no quotes. */
export function splitConditions(q: string): string[] {
  return q.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? [];
}

function quoted(value: string): string {
  return /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}
