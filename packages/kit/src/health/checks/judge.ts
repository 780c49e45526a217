import type { CheckOutcome } from '../status.ts';
import { worstStatus } from '../status.ts';

/** At or above `warn` degraded, at or above `critical` unhealthy. */
export interface Limits {
  readonly warn: number;
  readonly critical: number;
}

/** Judges one percentage; a number that cannot be had is unknown. */
export function judgePercent(what: string, percent: number | undefined, limits: Limits): CheckOutcome {
  if (percent === undefined || Number.isNaN(percent)) return { status: 'unknown', message: `${what} is not known` };
  const told = `${what} at ${percent.toFixed(1)} %`;
  if (percent >= limits.critical)
    return { status: 'unhealthy', message: `${told}, critical from ${limits.critical} %` };
  if (percent >= limits.warn) return { status: 'degraded', message: `${told}, high from ${limits.warn} %` };
  return { status: 'healthy', message: told };
}

/** One outcome of several parts: the worst status, and the messages of the parts that have it. */
export function combine(parts: readonly CheckOutcome[], details: Readonly<Record<string, unknown>>): CheckOutcome {
  const status = worstStatus(parts.map((part) => part.status));
  const messages = parts.filter((part) => part.status === status).map((part) => part.message);
  return { status, message: messages.join('; '), details };
}

/** The outcome of reading something that may fail: unknown, with the reason. */
export async function unknownOnFailure(
  what: string,
  judge: () => CheckOutcome | Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  try {
    return await judge();
  } catch (error) {
    return {
      status: 'unknown',
      message: `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
