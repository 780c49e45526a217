import type { Database } from '../../../db/database.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { LabelSet } from '../../matchers/label-set.ts';
import type { IntegrationConfig } from '../../routes/config/alerting-config.ts';
import type { Flush, FlushedAlert, GroupFlush } from '../../routes/dispatch/flush.ts';
import type { Route } from '../../routes/route.ts';
import type { Notification } from '../notification.ts';
import type { LogEntry } from './decide.ts';
import { decide } from './decide.ts';
import { makeNotification } from './make-notification.ts';
import type { NotificationLog } from './notification-log.ts';

/** Who takes a notification over: it is out of our hands, or on the disk for others, when the promise resolves. */
export type Deliver = (notification: Notification, telling: Telling) => Promise<unknown>;

export interface Telling {
  /** The one integration that is told, by its name. */
  readonly integrations: readonly string[];
  /** Different for every telling of a group. */
  readonly occasion: string;
  /** What is to be stored together with the notification, or after it was sent. */
  readonly also: (within: Database) => Promise<void>;
  /** Aborts when nobody waits for it any more: something newer will be told. */
  readonly signal: AbortSignal;
}

export interface PipelineOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: NotificationLog;
  readonly externalURL: string;
  readonly integrationsOf: (receiver: string) => readonly IntegrationConfig[];
  readonly isInhibited: (labels: LabelSet, now: number) => boolean;
  readonly isMuted: (route: Route, now: number) => boolean;
  readonly isSilenced: (labels: LabelSet) => boolean;
  readonly deliver: Deliver;
  readonly report: (error: unknown, doing: string) => void;
}

const LOG_RETENTION_MS = 120 * 3_600_000;

/** From a group to each integration of its receiver: inhibited, muted and silenced alerts fall away, then what is no news. */
export function createPipeline(options: PipelineOptions): Flush {
  const { isInhibited, isMuted, isSilenced, integrationsOf } = options;
  return async (flush, signal) => {
    const { route, now } = flush;
    const uninhibited = flush.alerts.filter(({ alert }) => !isInhibited(alert.labels, now));
    if (uninhibited.length === 0 || isMuted(route, now)) return true;
    const audible = uninhibited.filter(({ alert }) => !isSilenced(alert.labels));
    if (audible.length === 0) return true;
    const told = await Promise.all(
      integrationsOf(route.receiver).map((integration) => tell(flush, audible, integration, signal, options)),
    );
    return told.every(Boolean);
  };
}

async function tell(
  flush: GroupFlush,
  alerts: readonly FlushedAlert[],
  { name: integration, sendResolved }: IntegrationConfig,
  signal: AbortSignal,
  { db, clock, log, externalURL, deliver, report }: PipelineOptions,
): Promise<boolean> {
  const { route, groupKey } = flush;
  const { receiver, repeatIntervalMs } = route;
  const [firing, resolved] = [fingerprints(alerts, false), fingerprints(alerts, true)];
  const before = log.find(receiver, integration, groupKey);
  const decision = decide({ told: before, firing, resolved, sendResolved, repeatIntervalMs, now: flush.now });
  if (decision.verdict !== 'tell') return true;

  const entry = (): LogEntry => {
    const notifiedAt = clock.now();
    const expiresAt = notifiedAt + Math.min(LOG_RETENTION_MS, 2 * repeatIntervalMs);
    return { receiver, integration, groupKey, firing, resolved, notifiedAt, expiresAt };
  };
  try {
    const sent = sendResolved ? alerts : alerts.filter(({ isResolved }) => !isResolved);
    let written = entry();
    const also = async (within: Database) => {
      written = entry();
      await log.write(written, within);
    };
    const occasion = `${before?.notifiedAt ?? 0}/${flush.now}`;
    const notification = makeNotification(flush, sent, decision.reason, externalURL);
    if (sent.length === 0) await also(db);
    else await deliver(notification, { integrations: [integration], occasion, also, signal });
    log.remember(written);
    return true;
  } catch (error) {
    report(error, `Telling ${receiver}/${integration} of ${groupKey}`);
    return false;
  }
}

function fingerprints(alerts: readonly FlushedAlert[], resolved: boolean): string[] {
  return alerts.filter(({ isResolved }) => isResolved === resolved).map(({ alert }) => alert.fingerprint);
}
