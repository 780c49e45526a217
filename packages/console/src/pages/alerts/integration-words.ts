const kinds: Readonly<Record<string, string>> = {
  console: 'the log of the control plane',
  discord: 'Discord',
  email: 'e-mail',
  file: 'a file',
  msteams: 'Microsoft Teams',
  opsgenie: 'Opsgenie',
  pagerduty: 'PagerDuty',
  slack: 'Slack',
  sms: 'SMS',
  telegram: 'Telegram',
  webhook: 'a webhook',
};

/** By what a receiver is told: `slack[0]` of the configuration is Slack, and the next of its kind `Slack (2)`. */
export function integrationWords(integration: string): string {
  const [, kind = '', index = ''] = /^(.+)\[(\d+)\]$/.exec(integration) ?? [];
  if (kind === '') return integration;
  const words = Object.hasOwn(kinds, kind) ? kinds[kind] : kind;
  return index === '0' ? `${words}` : `${words} (${Number(index) + 1})`;
}
