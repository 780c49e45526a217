/** One message as it was published; ids count up by one while a process lives. */
export interface HubEvent<T> {
  readonly id: number;
  readonly value: T;
}

export interface EventHub<T> {
  /** Never waits: a reader that does not keep up is dropped, not waited for. */
  publish(make: (id: number) => T): void;
  /**
   * Events after `afterId` that are still held, then those to come. An id from before the buffer, or from another life
   * of the server, resumes with what is held. Ends when `signal` aborts or the hub closes; throws `SlowReaderError`
   * when more than `readerLimit` events wait for this reader.
   */
  subscribe(options: { afterId?: number; signal: AbortSignal }): AsyncGenerator<HubEvent<T>>;
  /** What was published lately, the oldest first. */
  recent(): readonly T[];
  readonly readers: number;
  close(): void;
}

export class SlowReaderError extends Error {
  override readonly name = 'SlowReaderError';
}

export interface HubOptions {
  /** How many past events a reader may resume from. */
  readonly held: number;
  readonly readerLimit: number;
  /** First id: above all ids of earlier lives, so that a resumed reader is not confused. */
  readonly firstId: number;
}

interface Reader<T> {
  readonly waiting: HubEvent<T>[];
  wake: () => void;
  isSlow: boolean;
}

export function createEventHub<T>(options: HubOptions): EventHub<T> {
  const held: HubEvent<T>[] = [];
  const readers = new Set<Reader<T>>();
  let nextId = options.firstId;
  let isClosed = false;

  const offer = (reader: Reader<T>, event: HubEvent<T>) => {
    if (reader.waiting.length >= options.readerLimit) reader.isSlow = true;
    else reader.waiting.push(event);
    reader.wake();
  };

  async function* read(reader: Reader<T>, signal: AbortSignal): AsyncGenerator<HubEvent<T>> {
    const wake = () => reader.wake();
    signal.addEventListener('abort', wake, { once: true });
    try {
      while (!signal.aborted) {
        if (reader.isSlow) throw new SlowReaderError('The reader fell too far behind.');
        const event = reader.waiting.shift();
        if (event !== undefined) yield event;
        else if (isClosed) return;
        else await nextWake(reader);
      }
    } finally {
      signal.removeEventListener('abort', wake);
      readers.delete(reader);
    }
  }

  return {
    publish(make) {
      const id = nextId++;
      const event = { id, value: make(id) };
      held.push(event);
      if (held.length > options.held) held.shift();
      for (const reader of readers) offer(reader, event);
    },
    recent: () => held.map(({ value }) => value),
    subscribe({ afterId, signal }) {
      const waiting = afterId === undefined ? [] : missed(held, afterId, nextId);
      const reader: Reader<T> = { waiting, wake: () => {}, isSlow: false };
      readers.add(reader);
      return read(reader, signal);
    },
    get readers() {
      return readers.size;
    },
    close() {
      isClosed = true;
      for (const reader of readers) reader.wake();
    },
  };
}

function nextWake<T>(reader: Reader<T>): Promise<void> {
  return new Promise((resolve) => {
    reader.wake = resolve;
  });
}

function missed<T>(held: readonly HubEvent<T>[], afterId: number, nextId: number): HubEvent<T>[] {
  return afterId >= nextId ? [...held] : held.filter(({ id }) => id > afterId);
}
