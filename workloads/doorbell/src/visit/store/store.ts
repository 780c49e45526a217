import type { Clock, Logger, Tracing } from '@seaworthy/kit';
import type { Decision } from '../decide/decide.ts';
import { noticeOf } from '../notify/notice.ts';
import type { Press } from '../press/press.ts';
import type { RecognisedFace } from '../recognise/recognition.ts';
import type { Captures } from './captures.ts';
import { statement } from './statement.ts';
import type { EventFace, VisitEvent } from './visit-event.ts';
import type { DueNotification, VisitLog } from './visit-log.ts';

export interface StoreOptions {
  readonly log: VisitLog;
  readonly captures: Captures;
  readonly notifyOnKnown: boolean;
  readonly serviceVersion: string;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracing: Tracing;
}

/** The visit is in the database, together with the notification that it caused. */
export interface StoredVisit {
  readonly press: Press;
  readonly event: VisitEvent;
  readonly due: DueNotification | undefined;
}

export function createStoreStep(options: StoreOptions): (decision: Decision) => Promise<StoredVisit> {
  return async (decision) => {
    const event = toEvent(decision, options);
    const notice = noticeOf(event, options.notifyOnKnown);
    const insert = statement('INSERT', 'events');
    const stored = await options.tracing.span(...insert, () => options.log.record(event, notice), { kind: 'client' });
    await keepPicture(decision, options);
    return { press: decision.press, ...stored };
  };
}

/** The visit counts without its picture: a full disk must not undo it. */
async function keepPicture({ press, picture }: Decision, { captures, logger }: StoreOptions): Promise<void> {
  if (!picture) return;
  try {
    await captures.keep(press.eventId, picture);
  } catch (error) {
    logger.error('the picture of the visit could not be kept', { error });
  }
}

function toEvent(decision: Decision, { clock, serviceVersion, instance }: StoreOptions): Omit<VisitEvent, 'id'> {
  const { press, outcome, reason, faces, motion } = decision;
  return {
    eventId: press.eventId,
    occurredAt: new Date(press.occurredAtMs).toISOString(),
    source: press.source,
    outcome,
    reason,
    faces: faces.map(toEventFace),
    motion: motion ?? null,
    durationMs: Math.round(clock.monotonicMs() - press.startedMonotonicMs),
    traceId: press.traceId,
    serviceVersion,
    instance,
  };
}

function toEventFace({ status, person, confidence, distance, box }: RecognisedFace): EventFace {
  return {
    status,
    person,
    confidence: rounded(confidence),
    distance: distance === null ? null : rounded(distance),
    box,
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
