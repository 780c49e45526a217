import type { ServiceStatus } from '@seaworthy/api';

export interface StatusFeedOptions {
  readonly read: () => Promise<ServiceStatus>;
  readonly publish: (status: ServiceStatus) => void;
  /** Whether anybody listens: reading costs a question to the proxy and the database. */
  readonly isWatched: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface StatusFeed {
  /** Something may have changed; the status is read once for all changes that come together. */
  changed(): void;
  /** Somebody new listens and has to be told, changed or not. */
  tellAnew(): void;
}

/** Publishes the status when it differs from what was published last. */
export function createStatusFeed({ read, publish, isWatched, onError }: StatusFeedOptions): StatusFeed {
  let published = '';
  let isReading = false;
  let isDirty = false;

  const work = async () => {
    isReading = true;
    while (isDirty && isWatched()) {
      isDirty = false;
      const status = await read();
      const present = JSON.stringify({ ...status, uptimeSeconds: 0 });
      if (present !== published) publish(status);
      published = present;
    }
    isReading = false;
  };
  const changed = () => {
    isDirty = true;
    if (isReading) return;
    work().catch((error: unknown) => {
      isReading = false;
      onError(error);
    });
  };
  return {
    changed,
    tellAnew() {
      published = '';
      changed();
    },
  };
}
