import { describeError } from './exception.ts';
import type { Fields } from './logger.ts';
import type { Redactor } from './redact.ts';

/** Names that the line itself uses; a field of that name gets an underscore, so that it can hide nothing. */
const reserved: ReadonlySet<string> = new Set(['timestamp', 'level', 'logger', 'message', 'context', 'pid']);

/** The fields as they are written: secrets out, an `error` as `exception`, reserved names out of the way. */
export function shapeFields(fields: Fields, redactor: Redactor): Fields {
  const shaped: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if ((name === 'error' || name === 'err') && value instanceof Error) {
      shaped['exception'] = redactor.value(describeError(value));
    } else {
      shaped[reserved.has(name) ? `${name}_` : name] = redactor.field(name, value);
    }
  }
  return shaped;
}
