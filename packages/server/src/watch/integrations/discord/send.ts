import { postJson } from '../http/post.ts';
import { retryAfterInJson } from '../http/retry-after.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { colourOf } from '../texts/colour.ts';
import { omitEmpty } from '../texts/go-json.ts';
import { truncate } from '../texts/truncate.ts';
import { DiscordConfig } from './config.ts';

// https://discord.com/developers/docs/resources/message#embed-object-embed-limits
const LONGEST_TITLE = 256;
const LONGEST_MESSAGE = 4096;
const LONGEST_CONTENT = 2000;

const sendDiscord: Send<DiscordConfig> = async (notification, config, sending) => {
  const { texts } = sending;
  const embed = {
    title: truncate(texts.text(config.title), LONGEST_TITLE),
    description: truncate(texts.text(config.message), LONGEST_MESSAGE),
    color: Number.parseInt(colourOf(notification), 16),
  };
  await postJson(sending, {
    url: await needSecret('webhook_url', config.webhook_url, config.webhook_url_file),
    json: {
      content: truncate(texts.text(config.content), LONGEST_CONTENT),
      embeds: [embed],
      ...omitEmpty({ username: texts.text(config.username), avatar_url: texts.text(config.avatar_url) }),
    },
    config: config.http_config,
    retryAfter: ({ body }) => retryAfterInJson(body, 'retry_after'),
  });
};

export const discord = defineKind({
  channel: 'discord',
  section: 'discord_configs',
  Config: DiscordConfig,
  send: sendDiscord,
});
