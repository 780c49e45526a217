import { z } from 'zod';
import { Deployment, Release } from './deployment.ts';

export const ComparedFile = z.object({
  path: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
  /** Null where the file is not. */
  fromBytes: z.number().nullable(),
  toBytes: z.number().nullable(),
});
export type ComparedFile = z.infer<typeof ComparedFile>;

const ComparedRelease = Release.extend({
  intact: z.boolean().describe('Its files are on the disk as they were recorded.'),
  deployment: Deployment.nullable().describe('The last one of it; null: it was never deployed.'),
});
export type ComparedRelease = z.infer<typeof ComparedRelease>;

/** Two releases side by side: what is in them, and what became of them. */
export const ReleaseComparison = z.object({
  from: ComparedRelease,
  to: ComparedRelease,
  files: z.object({
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    unchanged: z.int(),
    items: z.array(ComparedFile).describe('By path.'),
    omitted: z.int().describe('Further ones that are counted, and not listed.'),
  }),
});
export type ReleaseComparison = z.infer<typeof ReleaseComparison>;
