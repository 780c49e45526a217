import { drainAll, drainSlot } from '../plane/drain.ts';
import { Plane } from '../plane/plane.ts';
import type { Order, OrderMessage, WorkerMessage } from './messages.ts';

/** A worker tells its counters this often, so that a kill takes at most that much with it. */
const TALLY_EVERY_MS = 500;

/** What a worker needs of its process. */
export interface Parent {
  send(message: WorkerMessage): void;
  onOrder(take: (message: OrderMessage, handle: object | undefined) => void): void;
  exit(): void;
}

/** A worker: serves requests as the primary orders. */
export function serveOrders(parent: Parent): void {
  const plane = new Plane({ onSuspect: (targetId) => parent.send({ kind: 'suspect', targetId }) });
  const ticker = setInterval(() => parent.send({ kind: 'tally', tally: plane.tally.write() }), TALLY_EVERY_MS);
  parent.onOrder((message, handle) => {
    follow(plane, message.order, handle).then(
      (result) => {
        parent.send({ kind: 'done', id: message.id, ...result });
        if (message.order.kind !== 'stop') return;
        clearInterval(ticker);
        parent.exit();
      },
      (error: unknown) => parent.send({ kind: 'failed', id: message.id, message: String(error) }),
    );
  });
}

type Done = Omit<Extract<WorkerMessage, { kind: 'done' }>, 'kind' | 'id'>;

/** Everything but a drain takes effect in the same turn of the event loop, so orders are followed in order. */
async function follow(plane: Plane, order: Order, handle: object | undefined): Promise<Done> {
  switch (order.kind) {
    case 'apply':
      plane.apply(order.routes);
      return {};
    case 'listen':
      if (!handle) throw new Error('no handle came with the order to listen');
      await plane.listen(handle);
      return {};
    case 'count':
      return { tally: plane.tally.write() };
    case 'drain':
      return { drained: await drainSlot(plane, order.slot, order.deadlineMs) };
    case 'stop':
      await drainAll(plane, order.drainMs);
      return { tally: plane.tally.write() };
  }
}
