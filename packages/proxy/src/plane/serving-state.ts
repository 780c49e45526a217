import type { Tally } from '../counting/tally.ts';
import type { Router } from '../routing/router.ts';
import type { Routes } from '../routing/routes.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface PlaneEvents {
  /** A connection to this target could not be opened. */
  onSuspect(targetId: string): void;
}

/** What all connections of one worker share. */
export interface ServingState {
  readonly tally: Tally;
  readonly router: Router;
  readonly waiting: WaitingRoom;
  /** Read into, head by head; valid until the next one is read. */
  readonly request: RequestHead;
  readonly response: ResponseHead;
  readonly events: PlaneEvents;
  readonly routes: Routes;
  readonly isStopping: boolean;
  /** The time of the last sweep: exact enough for idle times, free to read. */
  readonly nowMs: number;
}
