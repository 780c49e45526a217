import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { CommonConfig } from './entry-config.ts';
import { HttpUrl, SecretHttpUrl } from './fields.ts';
import { HttpConfig } from './http/http-config.ts';

/** The keys of Alertmanager's `global:` that receivers fall back on. */
export const globalFields = {
  http_config: HttpConfig.optional(),
  slack_api_url: SecretHttpUrl.optional(),
  slack_api_url_file: Text.optional(),
  slack_app_token: Secret.optional(),
  slack_app_token_file: Text.optional(),
  pagerduty_url: HttpUrl.optional(),
  opsgenie_api_url: HttpUrl.optional(),
  opsgenie_api_key: Secret.optional(),
  opsgenie_api_key_file: Text.optional(),
  telegram_api_url: HttpUrl.optional(),
  telegram_bot_token: Secret.optional(),
  telegram_bot_token_file: Text.optional(),
  smtp_smarthost: Text.optional(),
  smtp_from: Text.optional(),
  smtp_hello: Text.optional(),
  smtp_auth_username: Text.optional(),
  smtp_auth_password: Secret.optional(),
  smtp_auth_password_file: Text.optional(),
  smtp_auth_secret: Secret.optional(),
  smtp_auth_secret_file: Text.optional(),
  smtp_auth_identity: Text.optional(),
  smtp_require_tls: z.boolean().optional(),
} as const;

export const Globals = z.object(globalFields);
export type Globals = z.output<typeof Globals>;

/** Keys of an entry that mean one thing together, and the keys of `global:` that stand in for all of them. */
export interface FromGlobals {
  readonly keys: Readonly<Record<string, keyof Globals>>;
  readonly required?: boolean;
}

export interface Completion {
  readonly config: CommonConfig;
  /** Sentences; none when it is complete. */
  readonly problems: readonly string[];
}

/** What an entry says itself counts, as a whole; only where it says nothing of a thing, `global:` does. */
export function complete(config: CommonConfig, from: readonly FromGlobals[], globals: Globals): Completion {
  const problems: string[] = [];
  let completed: Readonly<Record<string, unknown>> = { ...config };
  for (const { keys, required } of [httpFromGlobals, ...from]) {
    const names = Object.keys(keys);
    if (!names.some((name) => completed[name] !== undefined)) completed = { ...completed, ...taken(keys, globals) };
    if (required && !names.some((name) => completed[name] !== undefined)) problems.push(missing(keys));
  }
  return { config: completed as unknown as CommonConfig, problems };
}

const httpFromGlobals: FromGlobals = { keys: { http_config: 'http_config' } };

function taken(keys: FromGlobals['keys'], globals: Globals): Record<string, unknown> {
  const values = Object.entries(keys).map(([name, key]) => [name, globals[key]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function missing(keys: FromGlobals['keys']): string {
  return `needs ${Object.keys(keys).join(' or ')}, here or as ${Object.values(keys).join(' or ')} in global`;
}
