import { hints, Secret, Text, written } from '@seaworthy/kit/config';
import { z } from 'zod';
import { parseDuration } from '../yaml/duration.ts';

/** A text with templates in it. */
export const Template = Text;

/** `30s`, `1m30s`, `0`: milliseconds. */
export const WatchDuration = written(
  z.union([z.string(), z.number()]),
  { expected: 'a duration', example: '30s', fix: () => 'Write a number and its unit, such as 30s, 5m or 1h30m.' },
  (value) => parseDuration(String(value)),
);

export const HttpUrl = Text.refine(isHttpUrl).register(hints, {
  expected: 'a URL that begins with http:// or https://',
  verbatim: true,
});

/** A URL that is itself the permission to send. */
export const SecretHttpUrl = Secret.refine(isHttpUrl).register(hints, {
  expected: 'a URL that begins with http:// or https://',
  secret: true,
  verbatim: true,
});

/** What every entry of a receiver may say. */
export const common = (sendResolved: boolean) => ({
  send_resolved: z.boolean().default(sendResolved).describe('Tell of the end too.'),
});

/** For `superRefine`: a secret is written here or kept in a file, not both. */
export function notBoth<const Name extends string>(...names: readonly Name[]) {
  return (config: Readonly<Partial<Record<Name, unknown>>>, context: z.RefinementCtx): void => {
    const given = names.filter((name) => config[name] !== undefined);
    const [first, second] = given;
    if (first === undefined || second === undefined) return;
    context.addIssue({ code: 'custom', path: [second], message: `stands beside ${first}: only one of them can count` });
  };
}

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:';
}
