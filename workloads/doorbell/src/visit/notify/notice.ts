import type { Outcome } from '../decide/decide.ts';
import type { VisitEvent } from '../store/visit-event.ts';

export const notificationTypes = [
  'known_person_detected',
  'unknown_person_detected',
  'blacklist_detected',
  'no_faces',
  'capture_failure',
] as const;
export type NotificationType = (typeof notificationTypes)[number];

export type Severity = 'info' | 'warning' | 'critical';

/** What somebody is to be told. */
export interface Notice {
  readonly type: NotificationType;
  readonly severity: Severity;
  readonly message: string;
}

const NOTICES: Record<Outcome, Omit<Notice, 'message'>> = {
  known_person: { type: 'known_person_detected', severity: 'info' },
  unknown_person: { type: 'unknown_person_detected', severity: 'warning' },
  blacklist_alert: { type: 'blacklist_detected', severity: 'critical' },
  no_faces: { type: 'no_faces', severity: 'info' },
  capture_failure: { type: 'capture_failure', severity: 'warning' },
};

/** The notice that a visit deserves; undefined when the house does not want to hear of known visitors. */
export function noticeOf(event: Omit<VisitEvent, 'id'>, onKnown: boolean): Notice | undefined {
  if (event.outcome === 'known_person' && !onKnown) return undefined;
  return { ...NOTICES[event.outcome], message: `At the door (${event.source.name}): ${textOf(event)}` };
}

function textOf({ outcome, faces, reason }: Omit<VisitEvent, 'id'>): string {
  const named = (status: string): string =>
    [...new Set(faces.filter((face) => face.status === status).map((face) => face.person))].join(', ');
  switch (outcome) {
    case 'known_person':
      return named('known');
    case 'blacklist_alert':
      return `${named('blacklisted')} is on the blacklist`;
    case 'unknown_person':
      return reason;
    case 'no_faces':
      return 'somebody rang, but no face was seen';
    case 'capture_failure':
      return `somebody rang, but there is no picture: ${reason}`;
  }
}
