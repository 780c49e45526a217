import type { FastifyReply } from 'fastify';

/** The requests that are being answered: each has a signal that aborts when its client goes, or the server closes. */
export interface OpenRequests {
  signalOf(reply: FastifyReply): AbortSignal;
  abortAll(): void;
}

export function createOpenRequests(): OpenRequests {
  const open = new Set<AbortController>();
  let isClosed = false;
  return {
    signalOf({ raw }) {
      const controller = new AbortController();
      open.add(controller);
      raw.once('close', () => {
        open.delete(controller);
        // `close` comes also after a whole answer; only a client that did not wait for it is gone.
        if (!raw.writableFinished) controller.abort();
      });
      if (isClosed) controller.abort();
      return controller.signal;
    },
    abortAll() {
      isClosed = true;
      for (const controller of open) controller.abort();
    },
  };
}
