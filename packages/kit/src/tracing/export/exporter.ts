/** Takes the finished spans out of the process. One batch at a time; the next one only when the last is settled. */
export interface SpanExporter {
  /** Takes a batch as OTLP's JSON, whole or not at all. Throws ExportFailure, or anything else for a lost batch. */
  export(batch: string, signal: AbortSignal): Promise<ExportOutcome>;
  close(): void | Promise<void>;
}

/** The receiver took the batch; some of its spans it may have refused, which no repetition would change. */
export interface ExportOutcome {
  readonly rejected: number;
  readonly reason: string;
}

export const accepted: ExportOutcome = { rejected: 0, reason: '' };

/** The batch was not taken. */
export class ExportFailure extends Error {
  override readonly name = 'ExportFailure';
  readonly retryable: boolean;
  /** When the receiver wants to be asked again, if it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    policy: { readonly retryable: boolean; readonly retryAfterMs?: number | undefined; readonly cause?: unknown },
  ) {
    super(message, { cause: policy.cause });
    this.retryable = policy.retryable;
    this.retryAfterMs = policy.retryAfterMs;
  }
}

export interface OtlpExporterOptions {
  readonly kind: 'otlp';
  /** The full URL, `/v1/traces` included. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one attempt. Default 10 s. */
  readonly timeoutMs?: number;
}

export interface FileExporterOptions {
  readonly kind: 'file';
  readonly path: string;
  /** Default 10 MiB; a full file is kept beside, three of them. */
  readonly maxBytes?: number;
}

export type ExporterOptions = OtlpExporterOptions | FileExporterOptions;
