import type { Appender } from '@seaworthy/promql/storage';
import type { RemoteWrite } from './remote-write.ts';
import type { OutgoingSample } from './write-request.ts';

/** An appender whose samples, once the store has them for good, also go to the receivers. */
export function teeAppender(store: Appender, receivers: readonly Pick<RemoteWrite, 'add'>[]): Appender {
  if (receivers.length === 0) return store;
  let batch: OutgoingSample[] = [];
  return {
    append(labels, timestampMs, value) {
      const outcome = store.append(labels, timestampMs, value);
      if (outcome === 'ok') batch.push({ labels, timestampMs, value });
      return outcome;
    },
    own: (labels) => store.own?.(labels) ?? labels,
    async commit() {
      const samples = batch;
      batch = [];
      await store.commit();
      for (const receiver of receivers) for (const sample of samples) receiver.add(sample);
    },
  };
}
