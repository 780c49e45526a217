import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

export const SecretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be small letters, digits and . _ -, at most 63 of them');

/** What may be told of a secret: nothing that follows from its value. */
export const SecretFacts = z.object({
  name: z.string(),
  version: z.number().int(),
  setBy: z.string(),
  setAt: Timestamp,
});
export type SecretFacts = z.infer<typeof SecretFacts>;

export const Secret = z.object({
  /** As `runtime.inject` names it. */
  name: z.string(),
  /** Where it lies: here, or elsewhere, and then only its use is known. */
  source: z.enum(['own', 'vault', 'kubernetes']),
  /** `missing`: the configuration names it, and it was never set here. */
  state: z.enum(['set', 'due', 'missing', 'elsewhere']),
  version: z.number().int().nullable(),
  setBy: z.string().nullable(),
  setAt: Timestamp.nullable(),
  ageSeconds: z.number().nullable(),
  /** After which it ought to be replaced. */
  maxAgeSeconds: z.number().nullable(),
  /** Variables and files of the instances that get it. */
  usedBy: z.array(z.string()),
});
export type Secret = z.infer<typeof Secret>;

export const KeyRotation = z.object({
  masterKeyId: z.string(),
  masterKeyFrom: z.enum(['file', 'environment', 'passphrase']),
  /** A master key from the environment stays: whoever gave it has to give another. */
  masterKeyChanged: z.boolean(),
  resealed: z.number().int(),
});
export type KeyRotation = z.infer<typeof KeyRotation>;
