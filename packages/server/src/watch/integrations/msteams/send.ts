import type { Notification } from '../../notifications/notification.ts';
import { postJson } from '../http/post.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { toneOf } from '../texts/colour.ts';
import { goJson } from '../texts/go-json.ts';
import { truncate, truncateBytes } from '../texts/truncate.ts';
import { MsteamsConfig } from './config.ts';

/** Cards have no colours of their own choosing: https://adaptivecards.io/explorer/TextBlock.html */
const colours = { info: 'Accent', warning: 'Warning', critical: 'Attention', resolved: 'Good' } as const;

/** A message may have 28 KiB in all: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors */
const MOST_TEXT_BYTES = 24_000;
const LONGEST_TITLE = 300;

const sendMsteams: Send<MsteamsConfig> = async (notification, config, sending) => {
  const title = truncate(sending.texts.text(config.title), LONGEST_TITLE);
  const text = truncateBytes(sending.texts.text(config.text), MOST_TEXT_BYTES, goJson);
  await postJson(sending, {
    url: await needSecret('webhook_url', config.webhook_url, config.webhook_url_file),
    json: card(notification, title, text),
    config: config.http_config,
  });
};

function card(notification: Notification, title: string, text: string) {
  const heading = {
    weight: 'Bolder',
    size: 'Medium',
    wrap: true,
    style: 'heading',
    color: colours[toneOf(notification)],
  };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: title, ...heading },
            { type: 'TextBlock', text, wrap: true },
          ],
          msteams: { width: 'full' },
        },
      },
    ],
  };
}

export const msteams = defineKind({
  channel: 'msteams',
  section: 'msteamsv2_configs',
  Config: MsteamsConfig,
  send: sendMsteams,
});
