import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, SecretHttpUrl, WatchDuration } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

export const WebhookConfig = z
  .strictObject({
    ...common(true),
    url: SecretHttpUrl.optional(),
    url_file: Text.optional(),
    http_config: HttpConfig.optional(),
    max_alerts: z.int().min(0).default(0).describe('More alerts than this are cut off and counted; 0 is no limit.'),
    timeout: WatchDuration.optional(),
    hmac: z
      .strictObject({
        secret: Secret.optional(),
        secret_file: Text.optional(),
        header: z
          .string()
          .regex(/^[A-Za-z0-9-]+$/)
          .default('X-Seaworthy-Signature'),
      })
      .superRefine(notBoth('secret', 'secret_file'))
      .optional()
      .describe('Signs the body: `sha256=` and HMAC-SHA256 in hexadecimal. Not known to Alertmanager.'),
  })
  .superRefine(notBoth('url', 'url_file'));
export type WebhookConfig = z.output<typeof WebhookConfig>;
