/** What is broken on purpose, to demonstrate how a deploy notices. */
export interface Fault {
  /** Milliseconds after which the process ends itself; 0 is at once, before it serves. */
  readonly crashAfterMs: number | undefined;
  readonly isUnhealthy: boolean;
  /** Share of the requests that fail, 0 to 1. */
  readonly errorShare: number;
  /** Every request takes this much longer. */
  readonly delayMs: number;
}

export const NO_FAULT: Fault = { crashAfterMs: undefined, isUnhealthy: false, errorShare: 0, delayMs: 0 };

/** Reads `crash`, `crash:MS`, `unhealthy`, `errors:P` (0.2 or 20%), `slow:MS`, several with commas; undefined when it is none of them. */
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
  return fault.crashAfterMs !== undefined || fault.isUnhealthy || fault.errorShare > 0 || fault.delayMs > 0;
}
