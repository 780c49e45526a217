import { redactText } from '@seaworthy/kit/config';

const REDACTED = '[redacted]';
/** Shorter ones would blank out words that mean nothing. */
const SHORTEST = 4;
/** Parts of a path that are this long are keys; shorter ones are words such as `services` or `v2`. */
const SHORTEST_PART = 9;

/** What must not be told of a request: the secrets given, and those parts of the URL that may be keys. */
export function hidden(url: string, secrets: readonly string[]): readonly string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const parts = parsed?.pathname.split('/').filter((part) => part.length >= SHORTEST_PART) ?? [];
  const path = parsed && parsed.pathname.length > 1 ? [`${parsed.pathname}${parsed.search}`] : [];
  const all = [url, ...path, ...parts, ...(parsed?.searchParams.values() ?? []), parsed?.password ?? '', ...secrets];
  const forms = all.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** The text without them, nor anything else that looks like a secret. */
export function hide(text: string, secrets: readonly string[]): string {
  return redactText(secrets.reduce((left, secret) => left.replaceAll(secret, REDACTED), text));
}
