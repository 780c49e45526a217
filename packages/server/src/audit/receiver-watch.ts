import type { Clock } from '../platform/clock.ts';
import type { Acts } from './acts.ts';

export interface ReceiverState {
  readonly receiver: string;
  readonly integration: string;
  /** Milliseconds since 1970; undefined or null: it does not fail. */
  readonly failingSince: number | null | undefined;
  readonly failure: { readonly message: string } | null;
}

const lookMs = 15_000;

/** Looks now and then whether receivers take what is sent to them, and records when that changes. */
export function watchReceivers(o: {
  readonly health: () => Promise<readonly ReceiverState[]>;
  readonly acts: Pick<Acts, 'receiver'>;
  readonly clock: Clock;
  readonly report: (error: unknown, doing: string) => void;
}): () => void {
  let failing = new Set<string>();
  let isFirst = true;
  return o.clock.every(lookMs, async () => {
    const states = await o.health().catch((error: unknown) => void o.report(error, 'looking at the receivers'));
    if (states === undefined) return;
    const now = new Map(
      states.filter(({ failingSince }) => typeof failingSince === 'number').map((each) => [nameOf(each), each]),
    );
    for (const [name, { failure }] of now) if (!failing.has(name)) o.acts.receiver(name, true, failure?.message);
    if (!isFirst) for (const name of failing) if (!now.has(name)) o.acts.receiver(name, false);
    failing = new Set(now.keys());
    isFirst = false;
  });
}

function nameOf({ receiver, integration }: ReceiverState): string {
  return `${receiver}/${integration}`;
}
