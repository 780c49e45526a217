import type { FaceBox } from '../../face/thread-job.ts';
import type { Outcome } from '../decide/decide.ts';
import type { PressSource } from '../press/press.ts';
import type { FaceStatus } from '../recognise/match.ts';

export interface EventFace {
  readonly status: FaceStatus;
  readonly person: string | null;
  readonly confidence: number;
  readonly distance: number | null;
  readonly box: FaceBox;
}

/** A visit as it is stored, streamed and answered. `id` rises with each event: cursors and Last-Event-ID are made of it. */
export interface VisitEvent {
  readonly id: number;
  readonly eventId: string;
  readonly occurredAt: string;
  readonly source: PressSource;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly faces: readonly EventFace[];
  readonly motion: number | null;
  readonly durationMs: number;
  readonly traceId: string;
  readonly serviceVersion: string;
  readonly instance: string;
}
