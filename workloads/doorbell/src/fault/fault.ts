/** What is broken on purpose, to demonstrate how a deploy notices. */
export interface Fault {
  /** Milliseconds after which the process ends itself; 0 is at once, before it serves. */
  readonly crashAfterMs: number | undefined;
  readonly isUnhealthy: boolean;
  /** Share of the requests that fail, 0 to 1. */
  readonly errorShare: number;
  /** Every request takes this much longer. */
  readonly delayMs: number;
  /** SIGUSR2 kills a face thread, and gives it back when it comes again. */
  readonly isWorkerKillable: boolean;
}

export const NO_FAULT: Fault = {
  crashAfterMs: undefined,
  isUnhealthy: false,
  errorShare: 0,
  delayMs: 0,
  isWorkerKillable: false,
};

/** Reads `crash`, `crash:MS`, `unhealthy`, `errors:P` (0.2 or 20%), `slow:MS`, `worker`, several with commas; undefined when it is none of them. */
export function parseFault(text: string): Fault | undefined {
  let fault = NO_FAULT;
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const change = parsePart(part);
    if (!change) return undefined;
    fault = { ...fault, ...change };
  }
  return fault;
}

function parsePart(part: string): Partial<Fault> | undefined {
  const [, kind, digits, percent] = /^([a-z]+)(?::(\d+(?:\.\d+)?)(%?))?$/.exec(part) ?? [];
  const value = digits === undefined ? undefined : Number(digits);
  if (percent === '%' && kind !== 'errors') return undefined;
  switch (kind) {
    case 'crash':
      return { crashAfterMs: value ?? 0 };
    case 'unhealthy':
      return value === undefined ? { isUnhealthy: true } : undefined;
    case 'worker':
      return value === undefined ? { isWorkerKillable: true } : undefined;
    case 'errors':
      return shareOf(percent === '%' && value !== undefined ? value / 100 : value);
    case 'slow':
      return value === undefined ? undefined : { delayMs: value };
    default:
      return undefined;
  }
}

function shareOf(value: number | undefined): Partial<Fault> | undefined {
  return value !== undefined && value <= 1 ? { errorShare: value } : undefined;
}

export function isFaulty(fault: Fault): boolean {
  const { crashAfterMs, isUnhealthy, errorShare, delayMs, isWorkerKillable } = fault;
  return crashAfterMs !== undefined || isUnhealthy || errorShare > 0 || delayMs > 0 || isWorkerKillable;
}
