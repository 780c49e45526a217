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

/** pino and bunyan write levels as numbers. */
const numberedLevels: Readonly<Record<number, LogLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** What loggers of all tongues call them. */
const levelNames: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ...logLevels.map((level) => [level, level] as const),
  ...(['verbose', 'silly', 'finest', 'finer'] as const).map((name) => [name, 'trace'] as const),
  ['fine', 'debug'],
  ['information', 'info'],
  ['notice', 'info'],
  ['log', 'info'],
  ['warning', 'warn'],
  ['err', 'error'],
  ['severe', 'error'],
  ...(['critical', 'crit', 'alert', 'emerg', 'emergency', 'panic'] as const).map((name) => [name, 'fatal'] as const),
]);

/** A level's name in any tongue, or pino's number. */
export function levelNamed(value: unknown): LogLevel | undefined {
  if (typeof value === 'string') return levelNames.get(value.toLowerCase());
  return typeof value === 'number' ? numberedLevels[value] : undefined;
}
