import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';
import { windDown } from './wind-down.ts';

interface Needs {
  readonly shipping: Shipping;
  readonly statusPage: { stop(): Promise<void> };
}

/** Ends the service, then the control plane: once, however often it is asked for. */
export function createStopAll({ clock, logger, shutdown, exit }: Site, needs: Needs): () => Promise<void> {
  const { shipping, statusPage } = needs;
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    // An ordered end is no outage: from here on nobody looks.
    await statusPage.stop();
    await windDown({ ...shipping, clock, logger });
    const { clean } = await shutdown.run('stop of everything');
    exit(clean ? 0 : 1);
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}
