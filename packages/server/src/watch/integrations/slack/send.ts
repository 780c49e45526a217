import type { Answer } from '../http/http.ts';
import { postJson } from '../http/post.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret, readSecret } from '../secret.ts';
import { SendError } from '../send-error.ts';
import { SlackConfig } from './config.ts';
import { slackMessage } from './message.ts';

const APP_URL = 'https://slack.com/api/chat.postMessage';

const sendSlack: Send<SlackConfig> = async (notification, config, sending) => {
  const token = await readSecret(config.app_token, config.app_token_file);
  const needsUrl = token === undefined || config.api_url !== undefined || config.api_url_file !== undefined;
  const url = needsUrl ? await needSecret('api_url', config.api_url, config.api_url_file) : APP_URL;
  const answer = await postJson(sending, {
    url,
    json: slackMessage(notification, config, sending.texts),
    config: config.http_config,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` }, secrets: [token] }),
  });
  mustBeOk(answer);
};

const temporary = new Set(['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable']);
const refused = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);

/** Slack's API answers 200 to what it refuses, and tells in the body; its webhooks say `ok`, as text. */
function mustBeOk({ headers, body, host }: Answer): void {
  if (!headers['content-type']?.startsWith('application/json')) return;
  const error = errorIn(body);
  if (error === undefined) return;
  const reason = refused.has(error) ? 'unauthorized' : temporary.has(error) ? 'server_error' : 'client_error';
  throw new SendError(reason, `${host} refused it: ${error}.`, { retryable: temporary.has(error) });
}

/** Its errors are words such as `channel_not_found`; anything else is not repeated. */
function errorIn(body: string): string | undefined {
  const [, isOk] = /"ok"\s*:\s*(true|false)/.exec(body) ?? [];
  if (isOk !== 'false') return undefined;
  return /"error"\s*:\s*"([a-z_]{1,60})"/.exec(body)?.[1] ?? 'an error without a name';
}

export const slack = defineKind({
  channel: 'slack',
  section: 'slack_configs',
  Config: SlackConfig,
  fromGlobals: [
    {
      keys: {
        api_url: 'slack_api_url',
        api_url_file: 'slack_api_url_file',
        app_token: 'slack_app_token',
        app_token_file: 'slack_app_token_file',
      },
      required: true,
    },
  ],
  send: sendSlack,
});
