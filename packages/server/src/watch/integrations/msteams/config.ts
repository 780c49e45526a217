import { Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, SecretHttpUrl, Template } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

/** For the "webhook request" trigger of a Teams workflow; the connectors of before are switched off. */
export const MsteamsConfig = z
  .strictObject({
    ...common(true),
    webhook_url: SecretHttpUrl.optional(),
    webhook_url_file: Text.optional(),
    http_config: HttpConfig.optional(),
    title: Template.default('{{ template "msteams.default.title" . }}'),
    text: Template.default('{{ template "msteams.default.text" . }}'),
  })
  .superRefine(notBoth('webhook_url', 'webhook_url_file'));
export type MsteamsConfig = z.output<typeof MsteamsConfig>;
