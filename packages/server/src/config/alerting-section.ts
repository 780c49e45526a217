import { Duration, hints } from '@seaworthy/kit/config';
import { z } from 'zod';

/** The name of a file in a format of its own: what it says is read, and checked, where alerts are told of. */
export const AlertingFile = z
  .string()
  .regex(/^.+\.ya?ml$/)
  .register(hints, {
    expected: 'a .yaml or .yml file',
    example: 'alertmanager.yml',
    fix: () => "Write the path of a file in Alertmanager's configuration format, such as alertmanager.yml.",
  });

export const SilencesSection = z.strictObject({
  maxDuration: Duration.refine((ms) => ms > 0)
    .prefault('30d')
    .describe('How long a silence may last. A longer one is refused: it would be forgotten.'),
  requireOwner: z.boolean().default(true).describe('Whether each must say who answers for it.'),
  requireComment: z.boolean().default(false).describe('Whether each must say why.'),
  maxCount: z.int().min(1).default(1_000).describe('How many may hold or be planned at a time.'),
});
