import type { Metrics } from '@seaworthy/kit/metrics';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { NewId } from '../platform/ids.ts';
import type { Alerting, AlertingOptions } from './alerting.ts';
import { startAlerting } from './alerting.ts';
import type { PostedAlert } from './alerts/alert.ts';
import { createHttp } from './integrations/http/http.ts';
import { buildReceivers } from './integrations/receivers.ts';
import type { Expand } from './integrations/texts/texts.ts';
import { forgetUndelivered } from './notifications/dedup/forget-undelivered.ts';
import type { Delivery } from './notifications/delivery/delivery.ts';
import { createDelivery } from './notifications/delivery/delivery.ts';
import type { TestOutcome } from './notifications/delivery/send-test.ts';
import { testNotification } from './notifications/test-notification.ts';
import type { AlertingConfig } from './routes/config/alerting-config.ts';
import type { TemplateFile } from './template/notification-templates.ts';
import { notificationTemplates } from './template/notification-templates.ts';

/** An Alertmanager configuration with the template files that it names. */
export interface AlertingSource {
  readonly config: AlertingConfig;
  readonly templates: readonly TemplateFile[];
}

/** From an alert to a person. */
export interface Telling {
  readonly alerting: Alerting;
  readonly delivery: Delivery;
  /** Whether delivery is at work. */
  readonly isDelivering: boolean;
  /** Alerts of our own: what is wrong with one of them is our mistake, and reported. */
  readonly tell: (alerts: readonly PostedAlert[]) => Promise<void>;
  /** Sends a test to a receiver that there is, in the name of whoever asked for it. */
  test(receiver: string, by: string): Promise<readonly TestOutcome[]>;
  /** What is firing, silenced, told or waiting stays so. */
  reload(source: AlertingSource): Promise<void>;
  stop(): Promise<void>;
}

export interface TellingOptions extends Pick<AlertingOptions, 'guardrails'> {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newSilenceId: () => string;
  readonly source: AlertingSource;
  readonly externalURL: string;
  readonly version: string;
  readonly metrics: Metrics;
  /** Writes one line where people see it. */
  readonly print: (line: string) => void;
  readonly report: (error: unknown, doing: string) => void;
}

export async function startTelling(options: TellingOptions): Promise<Telling> {
  const { db, clock, newId, newSilenceId, externalURL, metrics, print, report } = options;
  const http = createHttp({ userAgent: `Seaworthy/${options.version}` });
  let templates = notificationTemplates(options.source.templates, clock);
  const tools = {
    ...{ http, clock, print },
    expand: ((text, notification, mode) => templates[mode](text, notification)) satisfies Expand,
  };
  const receiversOf = ({ receivers, global }: AlertingConfig) => buildReceivers(receivers, global, tools);
  let receivers = receiversOf(options.source.config);
  const delivery = createDelivery({
    ...{ db, clock, newId, metrics, report, receivers },
    random: Math.random,
    recorded: forgetUndelivered({
      receivers: () => receivers,
      forget: (telling, within) => alerting.forget(telling, within),
    }),
    raise: ({ endsAt, ...alert }) => tell([{ ...alert, endsAt: endsAt ?? undefined }]),
  });
  const alerting = await startAlerting({
    ...{ db, clock, newSilenceId, externalURL, report },
    config: options.source.config,
    deliver: delivery.deliver,
    ...(options.guardrails === undefined ? {} : { guardrails: options.guardrails }),
  });
  const tell = async (alerts: readonly PostedAlert[]) => {
    for (const problem of await alerting.post(alerts)) report(problem, 'Taking an alert');
  };
  let isDelivering = true;
  const running = delivery.run().catch((error: unknown) => report(error, 'Delivering notifications'));
  void running.finally(() => {
    isDelivering = false;
  });
  return {
    alerting,
    delivery,
    tell,
    test: (receiver, by) =>
      delivery.test(testNotification({ receiver, by, externalURL, id: newId('tst'), at: clock.now() })),
    get isDelivering() {
      return isDelivering;
    },
    async reload({ config, templates: files }) {
      templates = notificationTemplates(files, clock);
      receivers = receiversOf(config);
      await delivery.setReceivers(receivers);
      await alerting.reload(config);
    },
    async stop() {
      await alerting.stop();
      await delivery.stop();
      await http.close();
    },
  };
}
