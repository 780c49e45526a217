/** Says that something may be different, and not what: whoever listens looks anew. What is told before anybody listens is not kept. */
export interface Signal {
  tell(): void;
  listen(listener: () => void): void;
}

export function createSignal(): Signal {
  const listeners: (() => void)[] = [];
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    listen: (listener) => void listeners.push(listener),
  };
}
