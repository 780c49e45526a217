import type { Forwarding, TelemetryStore } from '@seaworthy/api';
import type { Watch } from '../watch/flow.ts';
import type { Logs } from '../watch/logs/logs.ts';
import type { Forwarder } from '../watch/otlp/forward/forwarder.ts';
import type { RemoteWrite } from '../watch/remote-write/remote-write.ts';
import type { TraceLimits } from '../watch/traces/trace-limits.ts';
import type { TraceStore } from '../watch/traces/trace-store.ts';
import { timeText } from './wire.ts';

export interface TelemetryHandlerParts {
  readonly forwarder: Pick<Forwarder, 'states'>;
  readonly watch: { readonly sampling: Pick<Watch['sampling'], 'remotes' | 'stats' | 'retentionMs'> };
  readonly logs: Pick<Logs, 'stats'>;
  readonly traces: Pick<TraceStore, 'stats'>;
  readonly config: { readonly service: { readonly traces: Pick<TraceLimits, 'retentionMs' | 'maxBytes'> } };
}

/** What is handed on, and what is kept. */
export function createTelemetryHandlers({ forwarder, watch, logs, traces, config }: TelemetryHandlerParts) {
  return {
    telemetry: () => ({
      forwarding: [
        ...forwarder.states().map((state) => toForwarding({ ...state, to: state.endpoint, by: 'otlp' })),
        ...watch.sampling.remotes.map((remote) => toForwarding(remoteWriting(remote))),
      ],
      stores: [samplesStore(watch.sampling), logStore(logs.stats()), traceStore(traces.stats(), config.service.traces)],
    }),
  };
}

interface Handed extends Pick<Forwarding, 'to' | 'by' | 'signal' | 'sent' | 'refused' | 'dropped' | 'retries'> {
  readonly failure: string | undefined;
  readonly waiting: number;
  readonly limit: number;
}

function remoteWriting(remote: RemoteWrite): Handed {
  const { url, queueSamples } = remote.config;
  const { failure } = remote;
  return {
    to: new URL(url).host,
    by: 'remote_write',
    signal: 'samples',
    failure,
    limit: queueSamples,
    ...remote.counts(),
  };
}

function toForwarding({ to, by, signal, failure, waiting, limit, ...counts }: Handed): Forwarding {
  const { sent, refused, dropped, retries } = counts;
  const state = failure !== undefined ? 'failing' : sent + refused > 0 ? 'working' : 'unknown';
  return { to, by, signal, state, why: failure ?? null, sent, refused, dropped, retries, queue: { waiting, limit } };
}

function samplesStore({ stats, retentionMs }: TelemetryHandlerParts['watch']['sampling']): TelemetryStore {
  const { memory, log, blocks, refused } = stats();
  return {
    ...{ name: 'samples', retentionMs, diskLimitBytes: null, dropped: refused },
    diskBytes: log.bytes + blocks.bytes,
    memoryBytes: memory.chunkBytes + memory.pageBytes + memory.indexBytes,
    oldest: Number.isFinite(blocks.oldestMs) ? timeText(blocks.oldestMs) : null,
  };
}

function logStore({ diskBytes, waitingBytes, oldestMs, retentionMs, maxBytes, dropped }: ReturnType<Logs['stats']>) {
  const oldest = oldestMs === undefined ? null : timeText(oldestMs);
  return {
    name: 'logs',
    diskBytes,
    diskLimitBytes: maxBytes,
    memoryBytes: waitingBytes,
    retentionMs,
    oldest,
    dropped,
  } as const;
}

function traceStore(
  { diskBytes, pendingBytes, oldestMs, dropped }: ReturnType<TraceStore['stats']>,
  { retentionMs, maxBytes }: Pick<TraceLimits, 'retentionMs' | 'maxBytes'>,
) {
  const oldest = oldestMs === undefined ? null : timeText(oldestMs);
  return {
    name: 'traces',
    diskBytes,
    diskLimitBytes: maxBytes,
    memoryBytes: pendingBytes,
    retentionMs,
    oldest,
    dropped,
  } as const;
}
