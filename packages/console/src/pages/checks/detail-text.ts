import { formatBytes } from '../../text/units.ts';

/** A detail of a check as one reads it: bytes in their unit, numbers without digits that mean nothing. */
export function detailText(key: string, value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return String(value);
  if (/bytes$/i.test(key)) return formatBytes(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
