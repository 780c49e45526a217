import type { Notification } from '../../notifications/notification.ts';
import { colourOf } from '../texts/colour.ts';
import { omitEmpty } from '../texts/go-json.ts';
import type { Texts } from '../texts/texts.ts';
import { truncate } from '../texts/truncate.ts';
import type { SlackConfig } from './config.ts';

const LONGEST_TITLE = 1024;

/** One attachment, in the order of keys that Alertmanager writes. */
export function slackMessage(notification: Notification, config: SlackConfig, texts: Texts) {
  const text = (template: string) => texts.text(template);
  return {
    ...omitEmpty({
      channel: texts.exact(config.channel),
      username: text(config.username),
      icon_emoji: text(config.icon_emoji),
      icon_url: text(config.icon_url),
      link_names: config.link_names,
      text: text(config.message_text),
    }),
    attachments: [
      {
        ...omitEmpty({
          title: truncate(text(config.title), LONGEST_TITLE),
          title_link: text(config.title_link),
          pretext: text(config.pretext),
        }),
        text: text(config.text),
        fallback: text(config.fallback),
        callback_id: text(config.callback_id),
        ...omitEmpty({ fields: fields(config, texts), actions: actions(config, texts) }),
        ...omitEmpty({ image_url: text(config.image_url), thumb_url: text(config.thumb_url) }),
        footer: text(config.footer),
        ...omitEmpty({
          color: config.color === undefined ? `#${colourOf(notification)}` : text(config.color),
          mrkdwn_in: config.mrkdwn_in,
        }),
      },
    ],
  };
}

function fields({ fields: written, short_fields: short }: SlackConfig, texts: Texts) {
  return written.map((field) => ({
    title: texts.text(field.title),
    value: texts.text(field.value),
    short: field.short ?? short,
  }));
}

function actions({ actions: written }: SlackConfig, texts: Texts) {
  return written.map(({ type, text, url, style, name, value, confirm }) => ({
    type: texts.text(type),
    text: texts.text(text),
    ...omitEmpty({ url: texts.text(url), style: texts.text(style), name: texts.text(name), value: texts.text(value) }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm, texts) }),
  }));
}

function confirmation(confirm: NonNullable<SlackConfig['actions'][number]['confirm']>, texts: Texts) {
  const { text, title, ok_text, dismiss_text } = confirm;
  return {
    text: texts.text(text),
    ...omitEmpty({ title: texts.text(title), ok_text: texts.text(ok_text), dismiss_text: texts.text(dismiss_text) }),
  };
}
