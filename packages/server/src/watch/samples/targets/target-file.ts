import { parse } from 'yaml';
import { z } from 'zod';
import type { TargetGroup } from './discovery.ts';

const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is no name of a label');
const Address = z.string().regex(/^[^\s/]+$/, 'is no host:port: leave the scheme and the path out');
const Groups = z.array(
  z.strictObject({ targets: z.array(Address), labels: z.record(LabelName, z.coerce.string()).default({}) }),
);

/** Reads a file of target groups. YAML holds JSON, so one reader does for both; throws with the place in words. */
export function readTargetFile(path: string, text: string): readonly TargetGroup[] {
  const raw: unknown = path.endsWith('.json') ? JSON.parse(text) : parse(text);
  const { data, error } = Groups.safeParse(raw ?? []);
  if (error === undefined) return data;
  const problems = error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`.replace(/^: /, ''));
  throw new Error(problems.join('; '));
}
