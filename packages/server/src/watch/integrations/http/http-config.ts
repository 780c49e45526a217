import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';

const versions = ['TLS10', 'TLS11', 'TLS12', 'TLS13'] as const;

export const TlsConfig = z.strictObject({
  ca: Text.optional(),
  ca_file: Text.optional(),
  cert: Text.optional(),
  cert_file: Text.optional(),
  key: Secret.optional(),
  key_file: Text.optional(),
  server_name: Text.optional(),
  insecure_skip_verify: z.boolean().default(false),
  min_version: z.enum(versions).optional(),
  max_version: z.enum(versions).optional(),
});
export type TlsConfig = z.output<typeof TlsConfig>;

/** How to speak HTTP with a receiver: the part of Alertmanager's `http_config` that needs no other server (no OAuth 2). */
export const HttpConfig = z.strictObject({
  authorization: z
    .strictObject({
      type: Text.default('Bearer'),
      credentials: Secret.optional(),
      credentials_file: Text.optional(),
    })
    .optional(),
  basic_auth: z
    .strictObject({
      username: Text.optional(),
      username_file: Text.optional(),
      password: Secret.optional(),
      password_file: Text.optional(),
    })
    .optional(),
  bearer_token: Secret.optional(),
  bearer_token_file: Text.optional(),
  http_headers: z
    .record(
      z.string(),
      z.strictObject({
        values: z.array(Text).default([]),
        secrets: z.array(Secret).default([]),
        files: z.array(Text).default([]),
      }),
    )
    .optional(),
  tls_config: TlsConfig.optional(),
  proxy_url: Text.optional(),
  follow_redirects: z.boolean().default(true),
  enable_http2: z.boolean().default(true).describe('Accepted; HTTP/1.1 is spoken either way.'),
});
export type HttpConfig = z.output<typeof HttpConfig>;
