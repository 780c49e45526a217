import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, HttpUrl, notBoth, Template } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

export const TelegramConfig = z
  .strictObject({
    ...common(true),
    api_url: HttpUrl.optional(),
    bot_token: Secret.optional(),
    bot_token_file: Text.optional(),
    chat_id: z.union([z.int(), Text]).optional(),
    chat_id_file: Text.optional(),
    message_thread_id: z.int().default(0),
    http_config: HttpConfig.optional(),
    message: Template.default('{{ template "telegram.default.message" . }}'),
    disable_notifications: z.boolean().default(false),
    parse_mode: z.enum(['', 'HTML', 'Markdown', 'MarkdownV2']).default('HTML'),
  })
  .superRefine(notBoth('bot_token', 'bot_token_file'))
  .superRefine(notBoth('chat_id', 'chat_id_file'))
  .refine((config) => config.chat_id !== undefined || config.chat_id_file !== undefined, {
    path: ['chat_id'],
    message: 'needs chat_id or chat_id_file',
  });
export type TelegramConfig = z.output<typeof TelegramConfig>;
