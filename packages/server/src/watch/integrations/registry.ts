import { console } from './console/send.ts';
import { discord } from './discord/send.ts';
import { email } from './email/send.ts';
import { file } from './file/send.ts';
import type { Kind } from './kind.ts';
import { msteams } from './msteams/send.ts';
import { opsgenie } from './opsgenie/send.ts';
import { pagerduty } from './pagerduty/send.ts';
import { slack } from './slack/send.ts';
import { sms } from './sms/send.ts';
import { telegram } from './telegram/send.ts';
import { webhook } from './webhook/send.ts';

/** Every way out. To add one: a folder beside these, and its line here. */
export const kinds: readonly Kind[] = [
  ...[slack, discord, email, pagerduty, opsgenie, webhook],
  ...[telegram, msteams, sms, file, console],
];

/** What Alertmanager knows and Seaworthy does not, with what to do instead. */
export const unknownSections: Readonly<Record<string, string>> = {
  msteams_configs: 'Microsoft has switched these connectors off: make a workflow, and write msteamsv2_configs.',
  pushover_configs: 'Pushover is not supported: use webhook_configs.',
  victorops_configs: 'VictorOps is not supported: use webhook_configs.',
  wechat_configs: 'WeChat is not supported: use webhook_configs.',
  webex_configs: 'Webex is not supported: use webhook_configs.',
  sns_configs: 'SNS is not supported: use webhook_configs.',
  jira_configs: 'Jira is not supported: use webhook_configs.',
  rocketchat_configs: 'Rocket.Chat is not supported: use slack_configs, which it understands.',
  mattermost_configs: 'Mattermost is not supported: use slack_configs, which it understands.',
  incidentio_configs: 'incident.io is not supported: use webhook_configs.',
};
