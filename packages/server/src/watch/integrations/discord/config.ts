import { Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, SecretHttpUrl, Template } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

export const DiscordConfig = z
  .strictObject({
    ...common(true),
    webhook_url: SecretHttpUrl.optional(),
    webhook_url_file: Text.optional(),
    http_config: HttpConfig.optional(),
    title: Template.default('{{ template "discord.default.title" . }}'),
    message: Template.default('{{ template "discord.default.message" . }}'),
    content: Template.default(''),
    username: Template.default(''),
    avatar_url: Template.default(''),
  })
  .superRefine(notBoth('webhook_url', 'webhook_url_file'));
export type DiscordConfig = z.output<typeof DiscordConfig>;
