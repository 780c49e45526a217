import { isSensitiveName } from './sensitive-names.ts';
import { redactText } from './sensitive-text.ts';

export const redacted = '[REDACTED]';

/** Takes secrets out of what is about to be written. Returns the very same value when there was nothing to take out. */
export interface Redactor {
  text(text: string): string;
  field(name: string, value: unknown): unknown;
  value(value: unknown): unknown;
}

export function createRedactor(_extraNames: readonly string[] = []): Redactor {
  const value = (input: unknown): unknown => (typeof input === 'string' ? redactText(input) : input);
  return {
    text: redactText,
    value,
    field: (name, input) => (isSensitiveName(name) ? redacted : value(input)),
  };
}
