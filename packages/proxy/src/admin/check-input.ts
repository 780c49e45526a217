import type {
  Balance,
  PauseOptions,
  ProbeOptions,
  ProxyConfiguration,
  ProxyTarget,
  Slot,
  Split,
} from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../control/defaults.ts';
import { ProxyError } from '../control/errors.ts';
import { parseListen } from '../primary/listen-handle.ts';

const BALANCES: readonly Balance[] = ['round-robin', 'least-connections', 'weighted', 'response-time'];
const MAX_TARGETS = 256;
const MAX_ERROR_PAGE = 262_144;
const DAY_MS = 86_400_000;

/** Reads the body of one call and collects everything that is wrong with it. */
export class Input {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #problems: string[];

  constructor(value: unknown, path = '', problems: string[] = []) {
    this.#fields =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
    this.#path = path;
    this.#problems = problems;
    if (this.#fields !== value) problems.push(`${path || 'the body'}: expected an object`);
  }

  #complain(name: string, expected: string): void {
    this.#problems.push(
      `${this.#path}${name}: expected ${expected}, got ${JSON.stringify(this.#fields[name]) ?? 'nothing'}`,
    );
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null;
  }

  text(name: string, pattern: RegExp, expected: string): string {
    const value = this.#fields[name];
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.#complain(name, expected);
    return '';
  }

  integer(name: string, min: number, max: number): number {
    const value = this.#fields[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.#complain(name, `a whole number from ${min} to ${max}`);
    return min;
  }

  weight(name: string): number {
    const value = this.#fields[name];
    if (typeof value === 'number' && value >= 0 && value <= 1_000_000) return value;
    this.#complain(name, 'a number from 0 to 1000000');
    return 0;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const choice = choices.find((one) => one === this.#fields[name]);
    if (choice === undefined) this.#complain(name, `one of ${choices.join(', ')}`);
    return choice ?? (choices[0] as T);
  }

  inner(name: string): Input {
    return new Input(this.#fields[name], `${this.#path}${name}.`, this.#problems);
  }

  list(name: string, max: number): Input[] {
    const value = this.#fields[name];
    if (Array.isArray(value) && value.length <= max) {
      return value.map((item: unknown, i) => new Input(item, `${this.#path}${name}[${i}].`, this.#problems));
    }
    this.#complain(name, `a list of at most ${max}`);
    return [];
  }

  /** Whole numbers by the names in `known`; any other name is a mistake. */
  numbers<T extends object>(known: T): Partial<T> {
    const read: Record<string, number> = {};
    for (const name of Object.keys(this.#fields)) {
      if (Object.hasOwn(known, name)) read[name] = this.integer(name, 0, Number.MAX_SAFE_INTEGER);
      else this.#problems.push(`${this.#path}${name}: unknown; known are ${Object.keys(known).join(', ')}`);
    }
    return read as Partial<T>;
  }

  /** Throws when anything was wrong, with all of it. */
  check(): void {
    if (this.#problems.length > 0) throw new ProxyError('invalid_request', this.#problems.join('; '));
  }
}

export function readSlot(input: Input): Slot {
  return input.oneOf('slot', SLOTS);
}

export function readDeadline(input: Input, name = 'deadlineMs'): number {
  return input.integer(name, 0, DAY_MS);
}

export function readConfiguration(input: Input): ProxyConfiguration {
  const configuration = {
    service: input.text('service', /^[a-z][a-z0-9-]{0,62}$/, 'a name of a-z, 0-9 and -'),
    listen: input.text('listen', /^\S{1,255}$/, 'host:port'),
    balance: input.oneOf('balance', BALANCES),
    retries: input.integer('retries', 0, 10),
    ...(input.has('timeouts') ? { timeouts: input.inner('timeouts').numbers(DEFAULT_TIMEOUTS) } : {}),
    ...(input.has('limits') ? { limits: input.inner('limits').numbers(DEFAULT_LIMITS) } : {}),
    ...(input.has('errorPage')
      ? { errorPage: input.text('errorPage', ERROR_PAGE, `HTML of at most ${MAX_ERROR_PAGE} characters`) }
      : {}),
  };
  input.check();
  parseListen(configuration.listen);
  return configuration;
}

const ERROR_PAGE = new RegExp(`^[\\s\\S]{0,${MAX_ERROR_PAGE}}$`);

export function readTargets(input: Input): ProxyTarget[] {
  return input.list('targets', MAX_TARGETS).map((target) => ({
    id: target.text('id', /^[\w.:@/-]{1,128}$/, 'an id of letters, digits and . _ : @ / -'),
    host: target.text('host', /^[\w.:-]{1,253}$/, 'a host name or address'),
    port: target.integer('port', 1, 65_535),
    ...(target.has('weight') ? { weight: target.weight('weight') } : {}),
  }));
}

export function readProbe(input: Input): ProbeOptions {
  const probe = input.inner('probe');
  return {
    path: probe.text('path', /^\/[!-~]{0,2047}$/, 'a path that begins with /'),
    intervalMs: probe.integer('intervalMs', 10, DAY_MS),
    timeoutMs: probe.integer('timeoutMs', 10, DAY_MS),
    rise: probe.integer('rise', 1, 100),
    fall: probe.integer('fall', 1, 100),
  };
}

export function readSplit(input: Input): Split {
  return { blue: input.weight('blue'), green: input.weight('green') };
}

export function readPause(input: Input): PauseOptions {
  return { maxWaitMs: input.integer('maxWaitMs', 1, DAY_MS), maxQueue: input.integer('maxQueue', 1, 1_000_000) };
}
