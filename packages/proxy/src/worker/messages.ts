import type { Slot } from '../control/contract.ts';
import type { WrittenTally } from '../counting/tally.ts';
import type { Routes } from '../routing/routes.ts';

/** What the primary asks of a worker. A `listen` brings the bound handle along. */
export type Order =
  | { readonly kind: 'apply'; readonly routes: Routes }
  | { readonly kind: 'listen' }
  | { readonly kind: 'count' }
  | { readonly kind: 'drain'; readonly slot: Slot; readonly deadlineMs: number }
  | { readonly kind: 'stop'; readonly drainMs: number };

export interface OrderMessage {
  readonly id: number;
  readonly order: Order;
}

export interface DrainCount {
  readonly finished: number;
  readonly cancelled: number;
  readonly streamsClosed: number;
}

/** What a worker tells the primary: `done` and `failed` answer the order with that id, the others come by themselves. */
export type WorkerMessage =
  | { readonly kind: 'done'; readonly id: number; readonly tally?: WrittenTally; readonly drained?: DrainCount }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'tally'; readonly tally: WrittenTally }
  | { readonly kind: 'suspect'; readonly targetId: string };
