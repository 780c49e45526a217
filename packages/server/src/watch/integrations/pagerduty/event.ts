import type { Notification } from '../../notifications/notification.ts';
import { goMap, omitEmpty } from '../texts/go-json.ts';
import { groupHash } from '../texts/group-hash.ts';
import type { Texts } from '../texts/texts.ts';
import { truncate } from '../texts/truncate.ts';
import type { PagerdutyConfig } from './config.ts';

export type PagerdutyAction = 'trigger' | 'acknowledge' | 'resolve';

// https://developer.pagerduty.com/docs/send-alert-event
const LONGEST_SUMMARY = 1024;

const details: PagerdutyConfig['details'] = {
  firing: '{{ template "pagerduty.default.instances" .Alerts.Firing }}',
  num_firing: '{{ .Alerts.Firing | len }}',
  num_resolved: '{{ .Alerts.Resolved | len }}',
  resolved: '{{ template "pagerduty.default.instances" .Alerts.Resolved }}',
};

/** An event of the Events API v2. All events of a group have one dedup key, and so speak of one incident. */
export function pagerdutyEvent(
  action: PagerdutyAction,
  routingKey: string,
  notification: Notification,
  config: PagerdutyConfig,
  texts: Texts,
) {
  const text = (template: string) => texts.text(template);
  return {
    routing_key: routingKey,
    dedup_key: groupHash(notification),
    event_action: action,
    payload: {
      summary: truncate(text(config.description), LONGEST_SUMMARY),
      source: text(config.source ?? config.client),
      severity: texts.exact(config.severity),
      ...omitEmpty({ class: text(config.class), component: text(config.component), group: text(config.group) }),
      custom_details: expandAll(goMap({ ...details, ...config.details }), texts),
    },
    client: text(config.client),
    client_url: text(config.client_url),
    ...omitEmpty({
      images: config.images.map(({ src, alt, href }) => ({
        src: text(src),
        ...omitEmpty({ alt: text(alt), href: text(href) }),
      })),
      links: config.links.map(({ href, text: words }) => ({ href: text(href), ...omitEmpty({ text: text(words) }) })),
    }),
  };
}

function expandAll(templates: Readonly<Record<string, string>>, texts: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, texts.text(template)]));
}
