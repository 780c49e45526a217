import { postJson } from '../http/post.ts';
import { retryAfterInJson } from '../http/retry-after.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { omitEmpty } from '../texts/go-json.ts';
import { truncate } from '../texts/truncate.ts';
import { TelegramConfig } from './config.ts';

const API_URL = 'https://api.telegram.org';
// https://core.telegram.org/bots/api#sendmessage
const LONGEST_MESSAGE = 4096;

const sendTelegram: Send<TelegramConfig> = async (_, config, sending) => {
  const token = await needSecret('bot_token', config.bot_token, config.bot_token_file);
  const chatId = await needSecret('chat_id', config.chat_id?.toString(), config.chat_id_file);
  const mode = config.parse_mode === 'HTML' ? 'html' : 'text';
  await postJson(sending, {
    url: `${(config.api_url ?? API_URL).replace(/\/+$/, '')}/bot${token}/sendMessage`,
    json: {
      chat_id: sending.texts.exact(chatId),
      ...(config.disable_notifications ? { disable_notification: 'true' } : {}),
      disable_web_page_preview: 'true',
      ...(config.message_thread_id === 0 ? {} : { message_thread_id: String(config.message_thread_id) }),
      ...omitEmpty({ parse_mode: config.parse_mode }),
      text: truncate(sending.texts.text(config.message, mode), LONGEST_MESSAGE),
    },
    secrets: [token],
    config: config.http_config,
    retryAfter: ({ body }) => retryAfterInJson(body, 'parameters', 'retry_after'),
  });
};

export const telegram = defineKind({
  channel: 'telegram',
  section: 'telegram_configs',
  Config: TelegramConfig,
  fromGlobals: [
    { keys: { api_url: 'telegram_api_url' } },
    { keys: { bot_token: 'telegram_bot_token', bot_token_file: 'telegram_bot_token_file' }, required: true },
  ],
  send: sendTelegram,
});
