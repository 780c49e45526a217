import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

const Change = z.enum(['changed', 'added', 'removed']);

/** A setting that the files say otherwise than what runs; secrets are hidden in both. */
export const ConfigChange = z.object({
  path: z.string(),
  change: Change,
  running: z.unknown().describe('Null when there is none.'),
  file: z.unknown().describe('Null when there is none.'),
  source: z.string().nullable().describe('Where the new value is written.'),
  isHidden: z.boolean().describe('A secret: it differs behind its stars.'),
  effect: z.enum(['reload', 'restart']).describe('When the new value counts.'),
});
export type ConfigChange = z.infer<typeof ConfigChange>;

/** A file that the configuration names, and that says something else than what was read of it. A reload applies it. */
export const ConfigContent = z.object({
  section: z.enum(['rules', 'alerting', 'dashboards']),
  file: z.string(),
  change: Change,
});
export type ConfigContent = z.infer<typeof ConfigContent>;

export const ConfigProblem = z.object({
  place: z.string().describe('`seaworthy.yaml:12:5`, or another source.'),
  path: z.string().describe('Of the setting; empty when the mistake is the file’s own.'),
  message: z.string(),
  fix: z.string(),
});
export type ConfigProblem = z.infer<typeof ConfigProblem>;

/** How what is written differs from what runs. With problems, a reload is refused and changes nothing. */
export const ConfigDrift = z.object({
  readAt: Timestamp,
  changes: z.array(ConfigChange),
  contents: z.array(ConfigContent),
  problems: z.array(ConfigProblem),
});
export type ConfigDrift = z.infer<typeof ConfigDrift>;
