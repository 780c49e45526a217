import type { LogRecord } from '../log-record.ts';
import { LogQueryError } from './log-query-error.ts';

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'exists' | 'absent';

/** `status>=500`, `context.stage=store`, `user` (is there), `!user` (is not). */
export interface FieldCondition {
  /** Dotted: each part a name, or several when a name holds dots itself. */
  readonly path: string;
  readonly operator: Operator;
  readonly value: string;
}

const one = /(!)?([\w@/$-][\w.@/$-]*)(?:(!=|>=|<=|=|>|<)("(?:[^"\\]|\\.)*"|[^\s"]\S*|))?(?:\s+|$)/y;

/** Conditions with blanks between them, which must all hold; a value with blanks stands in double quotes, as in JSON. */
export function parseConditions(text: string): FieldCondition[] {
  const conditions: FieldCondition[] = [];
  const trimmed = text.trim();
  one.lastIndex = 0;
  while (one.lastIndex < trimmed.length) {
    const start = one.lastIndex;
    const found = one.exec(trimmed);
    const condition = found === null ? undefined : toCondition(found);
    if (condition === undefined) throw notUnderstood(trimmed.slice(start));
    conditions.push(condition);
  }
  return conditions;
}

function toCondition([, not, path = '', operator, value = '']: RegExpExecArray): FieldCondition | undefined {
  if (operator === undefined) return { path, operator: not === undefined ? 'exists' : 'absent', value: '' };
  if (not !== undefined) return undefined;
  const text = value.startsWith('"') ? unquote(value) : value;
  if (text === undefined || (isOrder(operator) && !isNumber(text))) return undefined;
  return { path, operator: operator as Operator, value: text };
}

function unquote(value: string): string | undefined {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function notUnderstood(rest: string): LogQueryError {
  return new LogQueryError(
    'q',
    `Not understood: ${rest.slice(0, 60)}`,
    'Write conditions such as status>=500 context.stage=store user !user name="two words"; > and < compare numbers.',
  );
}

/** An array holds a value when one of its elements does. `!=` also holds where there is no such field. */
export function holds({ path, operator, value }: FieldCondition, record: LogRecord): boolean {
  const found = valueAt(record.fields, path) ?? ownValue(record, path);
  switch (operator) {
    case 'exists':
      return found !== undefined;
    case 'absent':
      return found === undefined;
    case '=':
      return candidates(found).some((each) => each === value);
    case '!=':
      return !candidates(found).some((each) => each === value);
    default:
      return candidates(found).some((each) => isNumber(each) && isInOrder(operator, Number(each), Number(value)));
  }
}

function isInOrder(operator: '>' | '>=' | '<' | '<=', left: number, right: number): boolean {
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  return operator === '<' ? left < right : left <= right;
}

function isOrder(operator: string): boolean {
  return operator.startsWith('>') || operator.startsWith('<');
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function candidates(found: unknown): string[] {
  if (found === undefined) return [];
  if (Array.isArray(found)) return found.flatMap((each) => (isObject(each) ? [] : [String(each)]));
  return isObject(found) ? [] : [String(found)];
}

/** Names may hold dots themselves, as OpenTelemetry's do: the longest name that is there counts. */
export function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const inner = Object.hasOwn(fields, path.slice(0, dot)) ? fields[path.slice(0, dot)] : undefined;
    const found = isObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const ownNames: ReadonlySet<string> = new Set(['level', 'message', 'service', 'instance', 'traceId', 'spanId']);

function ownValue(record: LogRecord, path: string): unknown {
  return ownNames.has(path) ? (record[path as keyof LogRecord] ?? undefined) : undefined;
}
