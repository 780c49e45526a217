import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, SecretHttpUrl, Template, WatchDuration } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

const SlackField = z.strictObject({ title: Template, value: Template, short: z.boolean().optional() });

const SlackConfirmation = z.strictObject({
  text: Template,
  title: Template.default(''),
  ok_text: Template.default(''),
  dismiss_text: Template.default(''),
});

const SlackAction = z.strictObject({
  type: Template,
  text: Template,
  url: Template.default(''),
  style: Template.default(''),
  name: Template.default(''),
  value: Template.default(''),
  confirm: SlackConfirmation.optional(),
});

export const SlackConfig = z
  .strictObject({
    ...common(false),
    api_url: SecretHttpUrl.optional(),
    api_url_file: Text.optional(),
    app_token: Secret.optional(),
    app_token_file: Text.optional(),
    http_config: HttpConfig.optional(),
    channel: Template.default(''),
    username: Template.default('{{ template "slack.default.username" . }}'),
    color: Template.optional().describe('By severity unless given.'),
    title: Template.default('{{ template "slack.default.title" . }}'),
    title_link: Template.default('{{ template "slack.default.titlelink" . }}'),
    pretext: Template.default(''),
    text: Template.default('{{ template "slack.default.text" . }}'),
    message_text: Template.default(''),
    fields: z.array(SlackField).default([]),
    short_fields: z.boolean().default(false),
    footer: Template.default(''),
    fallback: Template.default('{{ template "slack.default.fallback" . }}'),
    callback_id: Template.default(''),
    icon_emoji: Template.default(''),
    icon_url: Template.default(''),
    image_url: Template.default(''),
    thumb_url: Template.default(''),
    link_names: z.boolean().default(false),
    mrkdwn_in: z.array(Template).default(['fallback', 'pretext', 'text']),
    actions: z.array(SlackAction).default([]),
    timeout: WatchDuration.optional(),
  })
  .superRefine(notBoth('api_url', 'api_url_file'))
  .superRefine(notBoth('app_token', 'app_token_file'));
export type SlackConfig = z.output<typeof SlackConfig>;
