import type { Fields } from './fields.ts';
import type { Redactor } from './redact.ts';

export interface ReadArguments {
  readonly text: string;
  readonly fields: Fields | undefined;
}

const placeholder = /%(?:[sdifjoO%])/g;

/**
 * What stands after the message: values for its placeholders (`%s %d %i %f %j %o %O`) first, then fields, or an error. The
 * text is looked through for secrets once it is put together, for its parts may give nothing away.
 */
export function readArguments(template: unknown, values: readonly unknown[], redactor: Redactor): ReadArguments {
  const message = String(template);
  if (values.length === 0) return { text: redactor.text(message), fields: undefined };
  const [first] = values;
  // One object is fields even where a `%s` came into the text from outside, with a path or a name.
  if (values.length === 1 && isFields(first) && !/%[joO]/.test(message)) {
    return { text: redactor.text(message.includes('%%') ? message.replaceAll('%%', '%') : message), fields: first };
  }
  return fill(message, values, redactor);
}

function fill(template: string, values: readonly unknown[], redactor: Redactor): ReadArguments {
  const rest = [...values];
  const lastIsFields = (isFields(rest.at(-1)) || rest.at(-1) instanceof Error) && rest.length > wanted(template);
  const last = lastIsFields ? rest.pop() : undefined;
  const filled = template.replace(placeholder, (mark) => {
    if (mark === '%%') return '%';
    return rest.length === 0 ? mark : textOf(mark, rest.shift(), redactor);
  });
  const text = [filled, ...rest.filter((value) => value !== undefined).map((value) => textOf('%s', value, redactor))];
  return { text: redactor.text(text.join(' ')), fields: last instanceof Error ? { error: last } : (last as Fields) };
}

function wanted(template: string): number {
  return template.match(placeholder)?.filter((mark) => mark !== '%%').length ?? 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !Array.isArray(value);
}

function textOf(mark: string, value: unknown, redactor: Redactor): string {
  try {
    if (mark === '%d' || mark === '%f') return String(Number(value));
    if (mark === '%i') return String(Math.trunc(Number(value)));
    if (typeof value === 'string' && mark !== '%j') return value;
    if (value instanceof Error && mark === '%s') return String(value);
    return JSON.stringify(redactor.value(value)) ?? String(value);
  } catch {
    return '[unreadable]';
  }
}
