import type { Context } from '../context/context.ts';
import { describeError } from './exception.ts';
import type { Fields } from './fields.ts';
import type { Redactor } from './redact.ts';

/** Names that the line itself uses; a field of that name gets an underscore, so that it can hide nothing. */
const reserved: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'logger',
  'message',
  'context',
  'pid',
  'threadId',
  'caller',
]);

/** The fields as they are written: secrets out, an `error` as `exception`, reserved names out of the way. */
export function shapeFields(fields: Fields, redactor: Redactor): Fields {
  const shaped: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if ((name === 'error' || name === 'err') && value instanceof Error) {
      shaped['exception'] = redactor.value(describeError(value));
    } else {
      shaped[reserved.has(name) ? `${name}_` : redactor.text(name)] = redactor.field(name, value);
    }
  }
  return shaped;
}

const contextTexts = new WeakMap<Redactor, WeakMap<Context, string>>();
const noContext = ',"context":{}';

/** The context as it is written; remembered, since many lines have the same. */
export function contextText(context: Context, redactor: Redactor): string {
  const remembered = contextTexts.get(redactor) ?? new WeakMap<Context, string>();
  contextTexts.set(redactor, remembered);
  const known = remembered.get(context);
  if (known !== undefined) return known;
  const text = fieldsText({ context: shapeSafely(() => redactor.value(context) as Fields, redactor) }) || noContext;
  remembered.set(context, text);
  return text;
}

export function shapeFieldsSafely(fields: Fields, redactor: Redactor): Fields {
  return shapeSafely(() => shapeFields(fields, redactor), redactor);
}

/** Fields that were shaped, as they stand in the line: each after a comma. */
export function fieldsText(fields: Fields): string {
  const text = JSON.stringify(fields);
  return text === '{}' ? '' : `,${text.slice(1, -1)}`;
}

/** What cannot be read (a getter throws, a `toJSON` does) is not worth losing the line for. */
function shapeSafely(shape: () => Fields, redactor: Redactor): Fields {
  try {
    return shape();
  } catch (error) {
    return { unreadable: redactor.text(String(error)) };
  }
}
