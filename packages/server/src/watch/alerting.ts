import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Accepting } from './alerts/accept.ts';
import { acceptAlerts } from './alerts/accept.ts';
import type { PostedAlert } from './alerts/alert.ts';
import type { AlertStore } from './alerts/alert-store.ts';
import { openAlertStore } from './alerts/alert-store.ts';
import { Inhibitor } from './inhibition/inhibitor.ts';
import { mutedBy } from './intervals/mutes.ts';
import type { LabelSet } from './matchers/label-set.ts';
import type { MatcherSyntax } from './matchers/syntax.ts';
import type { LogEntry } from './notifications/dedup/decide.ts';
import type { LogKey } from './notifications/dedup/notification-log.ts';
import { openNotificationLog } from './notifications/dedup/notification-log.ts';
import type { Deliver } from './notifications/dedup/pipeline.ts';
import { createPipeline } from './notifications/dedup/pipeline.ts';
import type { AlertingConfig } from './routes/config/alerting-config.ts';
import { receiverNamed } from './routes/config/alerting-config.ts';
import type { AlertGroup } from './routes/dispatch/alert-group.ts';
import { Dispatcher } from './routes/dispatch/dispatcher.ts';
import type { Route } from './routes/route.ts';
import type { RouteOutcome } from './routes/routes-test.ts';
import { testRoutes } from './routes/routes-test.ts';
import type { Guardrails } from './silences/guardrails.ts';
import type { SilenceStore } from './silences/silence-store.ts';
import { openSilenceStore } from './silences/silence-store.ts';

/** From an alert to a notification: what Alertmanager does between its two ends. */
export interface Alerting {
  readonly alerts: AlertStore;
  readonly silences: SilenceStore;
  readonly syntax: MatcherSyntax;
  config(): AlertingConfig;
  /** Takes what senders say; gives back why some of it was refused. */
  post(posted: readonly PostedAlert[]): Promise<readonly string[]>;
  /** From now on by another configuration. What was told, silenced or inhibited stays so. */
  reload(config: AlertingConfig): Promise<void>;
  groups(): readonly AlertGroup[];
  /** What each integration of the receiver was told of the group last. */
  told(receiver: string, groupKey: string): readonly Told[];
  /** Fingerprints of the alerts that keep one with these labels quiet. */
  inhibitedBy(labels: LabelSet): readonly string[];
  /** Names of the time intervals by which a route is quiet now. */
  mutedBy(route: Route): readonly string[];
  /** Who would be told of an alert with these labels, now or at another time, and why. */
  testRoutes(labels: LabelSet, timeMs?: number): readonly RouteOutcome[];
  /** Part of a transaction: that integration is told of the group anew at its next flush. */
  forget(telling: LogKey, within: Database): Promise<void>;
  stop(): Promise<void>;
}

export type Told = Pick<LogEntry, 'integration' | 'firing' | 'notifiedAt'>;

export interface AlertingOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly newSilenceId: () => string;
  readonly config: AlertingConfig;
  /** Where people find Seaworthy; without a slash at its end. */
  readonly externalURL: string;
  readonly deliver: Deliver;
  readonly report: (error: unknown, doing: string) => void;
  readonly syntax?: MatcherSyntax;
  /** Nothing is told for so long after the start. */
  readonly startDelayMs?: number;
  readonly guardrails?: Omit<Guardrails, 'syntax'>;
  readonly silenceRetentionMs?: number;
}

const SILENCE_RETENTION_MS = 120 * 3_600_000;
const COLLECT_ALERTS_MS = 30 * 60_000;
const COLLECT_RECORDS_MS = 15 * 60_000;

/** Goes on from what the database holds. A long straight line: it is where the steps are put together. */
export async function startAlerting(options: AlertingOptions): Promise<Alerting> {
  const { db, clock, newSilenceId, externalURL, deliver, report, syntax = 'both', guardrails } = options;
  let { config } = options;
  const startAtMs = clock.now() + (options.startDelayMs ?? 0);
  const alerts = await openAlertStore({ db, clock, graceMs: config.resolveTimeoutMs });
  const log = await openNotificationLog(db);
  const silences = await openSilenceStore({
    ...{ db, clock, newId: newSilenceId },
    retentionMs: options.silenceRetentionMs ?? SILENCE_RETENTION_MS,
    guardrails: () => ({ ...guardrails, syntax }),
  });

  let inhibitor = new Inhibitor(config.inhibitionRules, alerts.list());
  const integrationsOf = (receiver: string) => receiverNamed(config, receiver)?.integrations ?? [];
  const mutesOf = (route: Route, now: number) => mutedBy(route, config.timeIntervals, now);
  const flush = createPipeline({
    ...{ db, clock, log, externalURL, integrationsOf, deliver, report },
    isInhibited: (labels, now) => inhibitor.inhibitionOf(labels, now) !== undefined,
    isMuted: (route, now) => mutesOf(route, now).length > 0,
    isSilenced: (labels) => silences.of(labels).length > 0,
  });
  const dispatch = () =>
    new Dispatcher(
      {
        ...{ route: config.route, clock, flush, startAtMs },
        report: (error) => report(error, 'Telling of a group of alerts'),
        isOwed: ({ route, key }, { fingerprint }) => log.believesFiring(route.receiver, key, fingerprint),
      },
      alerts.list(),
    );
  let dispatcher = dispatch();
  const stopListening = alerts.onChange((alert) => {
    inhibitor.observe(alert);
    dispatcher.dispatch(alert);
  });

  const attempted = (work: () => Promise<unknown>, doing: string) => async () => {
    await work().catch((error: unknown) => report(error, doing));
  };
  const collectAlerts = async () => {
    for (const alert of await alerts.collect()) inhibitor.forget(alert);
  };
  const collectRecords = async () => {
    await silences.collect();
    await log.collect(clock.now());
  };
  const stopCollecting = [
    clock.every(COLLECT_ALERTS_MS, attempted(collectAlerts, 'Forgetting alerts that are over')),
    clock.every(COLLECT_RECORDS_MS, attempted(collectRecords, 'Forgetting old silences and notifications')),
  ];
  const accepting = (): Accepting => ({ now: clock.now(), resolveTimeoutMs: config.resolveTimeoutMs, syntax });

  return {
    alerts,
    silences,
    syntax,
    config: () => config,
    async post(posted) {
      const accepted = acceptAlerts(posted, accepting());
      await alerts.put(accepted.alerts);
      return accepted.problems;
    },
    async reload(next) {
      await dispatcher.stop();
      config = next;
      inhibitor = new Inhibitor(config.inhibitionRules, alerts.list());
      dispatcher = dispatch();
    },
    groups: () => dispatcher.groups(),
    told: log.of,
    inhibitedBy(labels) {
      const inhibition = inhibitor.inhibitionOf(labels, clock.now());
      return inhibition === undefined ? [] : [inhibition.source.fingerprint];
    },
    mutedBy: (route) => mutesOf(route, clock.now()),
    testRoutes: (labels, now = clock.now()) =>
      testRoutes(config, labels, { now, inhibitor, silences: silences.list() }),
    forget: log.forget,
    async stop() {
      stopListening();
      for (const stop of stopCollecting) stop();
      await dispatcher.stop();
    },
  };
}
