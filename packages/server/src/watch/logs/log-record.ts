export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of a log, however it came: from an instance's file, or over OTLP. */
export interface LogRecord {
  /** When it happened, as its writer says; when it was read, where the writer says nothing. Unix milliseconds. */
  readonly timeMs: number;
  readonly service: string;
  /** Which copy of the service; empty when nobody said. */
  readonly instance: string;
  readonly level: LogLevel | null;
  readonly message: string;
  /** What else the line holds, as JSON has it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** 32 lower-case hexadecimal digits. */
  readonly traceId?: string;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId?: string;
  /** Of a record that came over OTLP: what else its sender said of itself, and the instrumentation scope. */
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly scope?: string;
}
