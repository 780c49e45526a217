import { z } from 'zod';

const WRITTEN_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
/** How Go writes "no time". */
const ZERO = /^0001-01-01/;

/** Milliseconds since 1970; the zero time is none. */
const Time = z
  .string()
  .refine((text) => WRITTEN_TIME.test(text) && !Number.isNaN(Date.parse(text)), 'must be a time as in RFC 3339')
  .transform((text) => (ZERO.test(text) ? undefined : Date.parse(text)));

const Labels = z.record(z.string(), z.string());

export const PostedAlerts = z.array(
  z.object({
    labels: Labels,
    annotations: Labels.nullish().transform((labels) => labels ?? {}),
    startsAt: Time.nullish().transform((time) => time ?? undefined),
    endsAt: Time.nullish().transform((time) => time ?? undefined),
    generatorURL: z
      .string()
      .nullish()
      .transform((url) => url ?? ''),
  }),
);

export const PostedSilence = z.object({
  id: z
    .string()
    .nullish()
    .transform((id) => id || undefined),
  matchers: z
    .array(
      z.object({
        name: z.string(),
        value: z.string(),
        isRegex: z.boolean(),
        isEqual: z
          .boolean()
          .nullish()
          .transform((isEqual) => isEqual ?? true),
      }),
    )
    .min(1),
  startsAt: Time,
  endsAt: Time,
  createdBy: z.string(),
  comment: z.string(),
});

export function writtenTime(ms: number): string {
  return new Date(ms).toISOString();
}
