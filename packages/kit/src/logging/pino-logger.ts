import type { Logger as Pino } from 'pino';
import { pino } from 'pino';
import { currentContext } from '../context/context.ts';
import type { LogDestination } from './destination.ts';
import { flushDestination, standardOutputDestination, tolerant } from './destination.ts';
import type { Level } from './level.ts';
import { parseLevel } from './level.ts';
import type { Fields, Logger, LoggerOptions } from './logger.ts';
import { prettyDestination } from './pretty.ts';
import { shapeContext, shapeFieldsSafely } from './record.ts';
import type { Redactor } from './redact.ts';
import { createRedactor } from './redact.ts';

export function createPinoLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? standardOutputDestination();
  const sink = tolerant(options.format === 'pretty' ? prettyDestination(destination) : destination);
  const root = pino(
    {
      level: parseLevel(options.level ?? 'info'),
      base: null,
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  );
  const redactor = createRedactor(options.redact);
  return new PinoLogger({ root, destination, redactor }, options.name, options.base ?? {});
}

interface Shared {
  readonly root: Pino;
  readonly destination: LogDestination;
  readonly redactor: Redactor;
}

class PinoLogger implements Logger {
  readonly #shared: Shared;
  readonly #name: string;
  readonly #bindings: Fields;
  readonly #bound: Pino;

  constructor(shared: Shared, name: string, bindings: Fields) {
    this.#shared = shared;
    this.#name = name;
    this.#bindings = shapeFieldsSafely(bindings, shared.redactor);
    this.#bound = shared.root.child({ logger: name, pid: process.pid, ...this.#bindings });
  }

  trace(message: string, fields?: Fields): void {
    this.#write('trace', message, fields);
  }

  debug(message: string, fields?: Fields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: Fields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: Fields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: Fields): void {
    this.#write('error', message, fields);
  }

  fatal(message: string, fields?: Fields): void {
    this.#write('fatal', message, fields);
  }

  child(fields: Fields, name?: string): Logger {
    const childName = name === undefined ? this.#name : `${this.#name}.${name}`;
    return new PinoLogger(this.#shared, childName, { ...this.#bindings, ...fields });
  }

  isEnabled(level: Level): boolean {
    return this.#shared.root.isLevelEnabled(level);
  }

  flush(): Promise<void> {
    return flushDestination(this.#shared.destination);
  }

  #write(level: Level, message: string, fields: Fields | undefined): void {
    if (!this.isEnabled(level)) return;
    const { redactor, root } = this.#shared;
    const own = fields === undefined ? {} : shapeFieldsSafely(fields, redactor);
    const record = { context: shapeContext(currentContext(), redactor), ...own };
    const text = redactor.text(String(message));
    // A name that stands in the bindings too would be written twice, which readers of JSON resolve each in their way.
    if (this.#overlaps(own)) root[level]({ logger: this.#name, pid: process.pid, ...this.#bindings, ...record }, text);
    else this.#bound[level](record, text);
  }

  #overlaps(fields: Fields): boolean {
    for (const name in this.#bindings) if (Object.hasOwn(fields, name)) return true;
    return false;
  }
}
