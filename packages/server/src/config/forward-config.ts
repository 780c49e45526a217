export const forwardSignals = ['traces', 'logs', 'metrics'] as const;
export type ForwardSignal = (typeof forwardSignals)[number];

/** Where telemetry is sent on: the normalized `forward:` section. */
export interface ForwardConfig {
  readonly otlp: readonly OtlpForwardConfig[];
}

export interface OtlpForwardConfig {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** Their values are secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signals: readonly ForwardSignal[];
  readonly encoding: 'protobuf' | 'json';
  readonly compression: 'gzip' | 'none';
  readonly timeoutMs: number;
  /** Of each signal. */
  readonly queueItems: number;
  readonly queueBytes: number;
  readonly batchItems: number;
  readonly batchWaitMs: number;
}
