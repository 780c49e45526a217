import { hints } from '@seaworthy/kit/config';
import { z } from 'zod';

/** Of all values that the file's format names, those that work today; the others are refused by name, not as typing errors. */
export function choice<const All extends readonly string[], Today extends All[number]>(
  all: All,
  today: readonly Today[],
) {
  return z
    .enum(all)
    .superRefine((value, context) => {
      if ((today as readonly string[]).includes(value)) return;
      const fix = today.length > 2 ? `Write one of ${today.join(', ')}.` : `Write ${today.join(' or ')}.`;
      context.addIssue({ code: 'custom', message: `${value} is not supported yet`, params: { fix } });
    })
    .transform((value) => value as string as Today);
}

/** A section of the format whose reader comes later: any content is let through, and nothing acts on it. */
export function later(help: string) {
  const anything = z.unknown().register(hints, { expected: 'anything' });
  return anything.optional().describe(`${help} Accepted, not read yet.`);
}
