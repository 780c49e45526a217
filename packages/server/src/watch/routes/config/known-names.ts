/** Members of the top level. */
export const TOP_LEVEL = [
  'global',
  'templates',
  'route',
  'receivers',
  'inhibit_rules',
  'mute_time_intervals',
  'time_intervals',
  'tracing',
];

export const GLOBAL = [
  'resolve_timeout',
  'http_config',
  ...['from', 'hello', 'smarthost', 'auth_username', 'auth_password', 'auth_password_file'].map((key) => `smtp_${key}`),
  ...['auth_secret', 'auth_secret_file', 'auth_identity', 'require_tls', 'tls_config'].map((key) => `smtp_${key}`),
  'smtp_force_implicit_tls',
  ...['api_url', 'api_url_file', 'app_token', 'app_token_file', 'app_url'].map((key) => `slack_${key}`),
  'pagerduty_url',
  ...['api_url', 'api_key', 'api_key_file'].map((key) => `opsgenie_${key}`),
  ...['api_url', 'api_secret', 'api_secret_file', 'api_corp_id'].map((key) => `wechat_${key}`),
  ...['api_url', 'api_key', 'api_key_file'].map((key) => `victorops_${key}`),
  ...['api_url', 'bot_token', 'bot_token_file'].map((key) => `telegram_${key}`),
  'webex_api_url',
  ...['api_url', 'token', 'token_file', 'token_id', 'token_id_file'].map((key) => `rocketchat_${key}`),
  'jira_api_url',
  'mattermost_webhook_url',
  'mattermost_webhook_url_file',
];

export const ROUTE = [
  'receiver',
  'group_by',
  'match',
  'match_re',
  'matchers',
  'mute_time_intervals',
  'active_time_intervals',
  'continue',
  'routes',
  'group_wait',
  'group_interval',
  'repeat_interval',
];

export const INHIBITION_RULE = [
  'name',
  'source_match',
  'source_match_re',
  'source_matchers',
  'target_match',
  'target_match_re',
  'target_matchers',
  'equal',
];

/** What a receiver can have a list of, `<channel>_configs`, and whether it tells of the end of alerts unless it says otherwise. */
export const CHANNELS: Readonly<Record<string, boolean>> = {
  discord: true,
  email: false,
  incidentio: true,
  jira: true,
  mattermost: true,
  msteams: true,
  msteamsv2: true,
  opsgenie: true,
  pagerduty: true,
  pushover: true,
  rocketchat: true,
  slack: false,
  sns: true,
  telegram: true,
  victorops: true,
  webex: true,
  webhook: true,
  wechat: false,
  // Seaworthy's own.
  console: true,
  file: true,
  sms: true,
};
