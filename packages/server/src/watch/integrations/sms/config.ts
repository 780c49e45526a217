import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, SecretHttpUrl, Template } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

/** Any gateway that takes a text message by HTTP. In `fields`, `$to` and `$message` are put in; a token may stand there too. */
export const SmsConfig = z
  .strictObject({
    ...common(true),
    url: SecretHttpUrl.optional(),
    url_file: Text.optional(),
    method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
    format: z.enum(['form', 'json', 'query']).default('form').describe('How the fields are written.'),
    fields: z.record(z.string(), Secret).default({ To: '$to', Body: '$message' }),
    to: z.array(Text).min(1).describe('Numbers; each gets a message of its own.'),
    message: Template.default('{{ template "sms.default.message" . }}'),
    max_length: z.int().min(20).max(1600).default(320),
    http_config: HttpConfig.optional(),
  })
  .superRefine(notBoth('url', 'url_file'));
export type SmsConfig = z.output<typeof SmsConfig>;
