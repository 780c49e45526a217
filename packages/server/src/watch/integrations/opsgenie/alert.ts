import type { Notification } from '../../notifications/notification.ts';
import { goMap, omitEmpty } from '../texts/go-json.ts';
import { groupHash } from '../texts/group-hash.ts';
import type { Texts } from '../texts/texts.ts';
import { truncate } from '../texts/truncate.ts';
import type { OpsgenieConfig } from './config.ts';

// https://docs.opsgenie.com/docs/alert-api#create-alert
const LONGEST_MESSAGE = 130;
const LONGEST_DESCRIPTION = 15_000;

export function opsgenieAlert(notification: Notification, config: OpsgenieConfig, texts: Texts) {
  const details = Object.entries(config.details).map(([name, template]) => [name, texts.text(template)]);
  return {
    alias: groupHash(notification),
    message: opsgenieMessage(config, texts),
    description: opsgenieDescription(config, texts),
    details: goMap({ ...notification.commonLabels, ...Object.fromEntries(details) }),
    source: texts.text(config.source),
    ...omitEmpty({
      responders: config.responders.map((responder) => responderOf(responder, texts)),
      tags: list(texts.text(config.tags)),
      note: texts.text(config.note),
      priority: texts.exact(config.priority),
      entity: texts.text(config.entity),
      actions: list(texts.text(config.actions)),
    }),
  };
}

export function opsgenieMessage(config: OpsgenieConfig, texts: Texts): string {
  return truncate(texts.text(config.message), LONGEST_MESSAGE);
}

export function opsgenieDescription(config: OpsgenieConfig, texts: Texts): string {
  return truncate(texts.text(config.description), LONGEST_DESCRIPTION);
}

function responderOf({ id, name, username, type }: OpsgenieConfig['responders'][number], texts: Texts) {
  const [exactId, exactName] = [texts.exact(id), texts.exact(name)];
  return omitEmpty({
    id: exactId,
    name: exactName,
    username: texts.exact(username),
    type: texts.exact(type).toLowerCase(),
  });
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
