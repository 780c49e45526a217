import { z } from 'zod';
import type { Schema } from './schema-walk.ts';
import { unwrap } from './schema-walk.ts';

/** What a schema says to people who write its value by hand. */
export interface Hint {
  /** Ends the sentence "expected …": `a duration`. */
  readonly expected?: string;
  /** A good value, as it is written in the file. */
  readonly example?: string;
  /** What to write instead of this input; a whole sentence. */
  readonly fix?: (input: unknown) => string | undefined;
  /** The parsed value as a person writes it: `30s` for 30000. */
  readonly print?: (value: unknown) => string;
  /** Never printed, whatever its key is called. */
  readonly secret?: boolean;
  /** A plain `1.10` or `8080` is taken as the text that was written, not as a number. */
  readonly verbatim?: boolean;
}

/** Give your own schema a hint with `.register(hints, { expected: 'a colour', example: 'red' })`. */
export const hints = z.registry<Hint>();

/** The hint of a schema: its own, or that of the schema which it wraps. */
export function hintOf(schema: Schema): Hint | undefined {
  const own = hints.get(schema as z.ZodType);
  if (own) return own;
  const inner = unwrap(schema);
  return inner && hintOf(inner);
}

/** The help of a schema: its own description, or that of the schema which it wraps. */
export function descriptionOf(schema: Schema): string | undefined {
  const own = z.globalRegistry.get(schema as z.ZodType)?.description;
  if (own !== undefined) return own;
  const inner = unwrap(schema);
  return inner && descriptionOf(inner);
}
