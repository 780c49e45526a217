import { isMainThread, threadId } from 'node:worker_threads';
import { currentContext } from '../context/context.ts';
import { callSite } from './call-site.ts';
import type { LogSink } from './destination.ts';
import { tolerant } from './destination.ts';
import type { Fields } from './fields.ts';
import type { Level } from './level.ts';
import { levels, parseLevel } from './level.ts';
import type { Logger, LoggerOptions } from './logger.ts';
import { readArguments } from './message.ts';
import { prettyOutput } from './pretty.ts';
import { contextText, fieldsText, shapeFieldsSafely } from './record.ts';
import type { Redactor } from './redact.ts';
import { createRedactor } from './redact.ts';
import type { LineSampler } from './sampling.ts';
import { createLineSampler } from './sampling.ts';
import { standardOutputDestination } from './standard-output.ts';

/**
 * The logger of a service. One line is one JSON object: timestamp, level, logger, message, context, pid, the fields,
 * and `exception` when a field `error` or `err` holds an error.
 *
 *     const logger = createLogger({ name: 'doorbell' });
 *     logger.info('face recognised', { durationMs: 41 });
 */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? standardOutputDestination();
  const shared: Shared = {
    sink: tolerant(options.format === 'pretty' ? prettyOutput(destination) : destination),
    redactor: createRedactor(options.redact),
    lowest: levels.indexOf(parseLevel(options.level ?? 'info')),
    sampler: options.sampling === undefined ? undefined : createLineSampler(options.sampling),
    hasCallSite: options.callSite ?? false,
  };
  return new LineLogger(shared, options.name, options.base ?? {});
}

interface Shared {
  readonly sink: LogSink;
  readonly redactor: Redactor;
  readonly lowest: number;
  readonly sampler: LineSampler | undefined;
  readonly hasCallSite: boolean;
}

/** Which thread of the process speaks, where there are several. */
const origin: Fields = { pid: process.pid, ...(!isMainThread && { threadId }) };

class LineLogger implements Logger {
  readonly #shared: Shared;
  readonly #name: string;
  readonly #bindings: Fields;
  /** The logger's part of each line, written once. */
  readonly #head: string;

  constructor(shared: Shared, name: string, bindings: Fields) {
    this.#shared = shared;
    this.#name = shared.redactor.text(name);
    this.#bindings = shapeFieldsSafely(bindings, shared.redactor);
    this.#head = this.#headText(this.#bindings);
  }

  trace(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('trace')) this.#write('trace', message, values);
  }

  debug(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('debug')) this.#write('debug', message, values);
  }

  info(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('info')) this.#write('info', message, values);
  }

  warn(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('warn')) this.#write('warn', message, values);
  }

  error(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('error')) this.#write('error', message, values);
  }

  fatal(message: string, ...values: readonly unknown[]): void {
    if (this.isEnabled('fatal')) this.#write('fatal', message, values);
  }

  child(fields: Fields, name?: string): Logger {
    const childName = name === undefined ? this.#name : `${this.#name}.${name}`;
    return new LineLogger(this.#shared, childName, { ...this.#bindings, ...fields });
  }

  isEnabled(level: Level): boolean {
    return levels.indexOf(level) >= this.#shared.lowest;
  }

  async flush(): Promise<void> {
    this.#shared.sampler?.tell();
    await this.#shared.sink.flush?.();
  }

  #write(level: Level, template: string, values: readonly unknown[]): void {
    const { redactor, sampler } = this.#shared;
    if (sampler !== undefined && !sampler.lets(level, `${this.#name}\n${template}`, this.#leftOut(level, template)))
      return;
    const { text, fields } = readArguments(template, values, redactor);
    this.#writeLine(level, text, fields);
  }

  /** Tells at the end of an interval how many lines of one message were not written. */
  #leftOut(level: Level, template: string): (fields: Fields) => void {
    return (fields) => this.#writeLine(level, `left out: ${this.#shared.redactor.text(String(template))}`, fields);
  }

  #writeLine(level: Level, text: string, fields: Fields | undefined): void {
    const { redactor, sink, hasCallSite } = this.#shared;
    const own = fields === undefined ? undefined : shapeFieldsSafely(fields, redactor);
    const head = this.#overlaps(own) ? this.#headText(without(this.#bindings, own)) : this.#head;
    const site = hasCallSite ? `,"caller":${JSON.stringify(callSite())}` : '';
    const context = contextText(currentContext(), redactor);
    sink.write(
      `{"level":"${level}","timestamp":"${timestamp()}"${head}${site}${context}${own === undefined ? '' : fieldsText(own)},"message":${JSON.stringify(text)}}\n`,
    );
  }

  #headText(bindings: Fields): string {
    return fieldsText({ logger: this.#name, ...origin, ...bindings });
  }

  /** A name that stands in the bindings too would be written twice, which readers of JSON resolve each in their way. */
  #overlaps(fields: Fields | undefined): boolean {
    if (fields === undefined) return false;
    for (const name in this.#bindings) if (Object.hasOwn(fields, name)) return true;
    return false;
  }
}

function without(bindings: Fields, fields: Fields = {}): Fields {
  return Object.fromEntries(Object.entries(bindings).filter(([name]) => !Object.hasOwn(fields, name)));
}

let lastMs = 0;
let lastTimestamp = '';

/** Many lines are written in the same millisecond. */
function timestamp(): string {
  const nowMs = Date.now();
  if (nowMs === lastMs) return lastTimestamp;
  lastMs = nowMs;
  lastTimestamp = new Date(nowMs).toISOString();
  return lastTimestamp;
}
