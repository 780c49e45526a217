import type { LogDestination } from './destination.ts';
import type { Fields } from './fields.ts';
import type { Level, LevelAlias } from './level.ts';
import type { SamplingOptions } from './sampling.ts';

/** Writes lines. Never throws, whatever it is given: a service does not fail because it could not say something. */
export interface Logger {
  trace(message: string, fields?: Fields): void;
  /** The message may have placeholders as `console.log` knows them (`%s %d %j`); fields, or an error, come last. */
  trace(message: string, ...values: readonly unknown[]): void;
  debug(message: string, fields?: Fields): void;
  debug(message: string, ...values: readonly unknown[]): void;
  info(message: string, fields?: Fields): void;
  info(message: string, ...values: readonly unknown[]): void;
  warn(message: string, fields?: Fields): void;
  warn(message: string, ...values: readonly unknown[]): void;
  error(message: string, fields?: Fields): void;
  error(message: string, ...values: readonly unknown[]): void;
  fatal(message: string, fields?: Fields): void;
  fatal(message: string, ...values: readonly unknown[]): void;
  /** A logger whose every line has `fields` too; with `name`, it is called `parent.name`. */
  child(fields: Fields, name?: string): Logger;
  isEnabled(level: Level): boolean;
  /** Resolves when every line so far is handed to the operating system, or can never be. */
  flush(): Promise<void>;
}

export interface LoggerOptions {
  readonly name: string;
  /** Default `info`. */
  readonly level?: Level | LevelAlias;
  /** One JSON object a line (the default), or text for people. */
  readonly format?: 'json' | 'pretty';
  /** Default: standard output. */
  readonly destination?: LogDestination;
  /** Fields of every line. */
  readonly base?: Fields;
  /** Names of further fields whose values are never written. */
  readonly redact?: readonly string[];
  /** Leaves out lines of hot places, and tells how many. Default: every line is written. */
  readonly sampling?: SamplingOptions;
  /** Adds `caller: {module, function, line}`. Each line then costs about 17 µs more, thirty times as much. Default false. */
  readonly callSite?: boolean;
}
