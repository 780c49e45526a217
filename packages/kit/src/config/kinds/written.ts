import { z } from 'zod';
import type { Hint } from '../hint.ts';
import { hints } from '../hint.ts';

/** A schema whose value is parsed from what a person writes: `parse` answers undefined for what it does not understand. */
export function written<I extends z.ZodType, T>(input: I, hint: Hint, parse: (written: z.output<I>) => T | undefined) {
  const schema = input.transform((value, context): T => {
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: 'Invalid input' });
    return z.NEVER;
  });
  hints.add(schema, hint);
  return schema;
}
