import type { Clock } from '../../../platform/clock.ts';
import { ignoreAbort } from '../../../platform/service.ts';
import type { QueueName } from '../outbox/entry.ts';

/** Waits so long, or until something was queued; rejects when the server stops. */
export type Pause = (ms: number) => Promise<void>;

export interface Queues {
  /** Works a queue off, or lets the one who does look again. */
  wake(queue: QueueName): void;
  /** Resolves when no queue is worked on any more. */
  idle(): Promise<void>;
}

/** After a fault of our own (a disk that is full, say) a queue is taken up again. */
const PAUSE_AFTER_FAULT_MS = 5_000;

export interface QueuesOptions {
  readonly clock: Clock;
  readonly workOff: (queue: QueueName, pause: Pause) => Promise<void>;
  readonly stopping: AbortSignal;
  readonly report: (error: unknown, doing: string) => void;
}

/** At most one worker per queue: that is what keeps its order. */
export function createQueues({ clock, workOff, stopping, report }: QueuesOptions): Queues {
  const workers = new Map<string, Worker>();

  const work = async (queue: QueueName, worker: Worker): Promise<void> => {
    const pause: Pause = (ms) => worker.pause(ms, clock, stopping);
    while (worker.takeCall() && !stopping.aborted) {
      try {
        await workOff(queue, pause);
      } catch (error) {
        if (stopping.aborted) return;
        report(error, `Delivering to ${queue.receiver} (${queue.integration})`);
        worker.call();
        await clock.sleep(PAUSE_AFTER_FAULT_MS, stopping).catch(ignoreAbort(stopping));
      }
    }
  };
  return {
    wake(queue) {
      const name = JSON.stringify([queue.receiver, queue.integration, queue.groupKey]);
      const present = workers.get(name);
      if (present !== undefined) return present.call();
      const worker = new Worker();
      workers.set(name, worker);
      worker.call();
      worker.done = work(queue, worker).finally(() => workers.delete(name));
    },
    async idle() {
      while (workers.size > 0) await Promise.all([...workers.values()].map(({ done }) => done));
    },
  };
}

class Worker {
  done: Promise<void> = Promise.resolve();
  #wasCalled = false;
  #interrupt = new AbortController();

  call(): void {
    this.#wasCalled = true;
    this.#interrupt.abort();
  }

  /** Whether it was called since it last asked. */
  takeCall(): boolean {
    const wasCalled = this.#wasCalled;
    this.#wasCalled = false;
    return wasCalled;
  }

  async pause(ms: number, clock: Clock, stopping: AbortSignal): Promise<void> {
    if (this.takeCall()) return;
    this.#interrupt = new AbortController();
    const interrupt = this.#interrupt.signal;
    await clock.sleep(ms, AbortSignal.any([interrupt, stopping])).catch(ignoreAbort(interrupt));
    stopping.throwIfAborted();
  }
}
