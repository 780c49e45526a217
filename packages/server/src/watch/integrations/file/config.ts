import { Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common } from '../fields.ts';

export const FileConfig = z.strictObject({
  ...common(true),
  path: Text.refine((path) => path.startsWith('/'), 'must be an absolute path').describe(
    'One line of JSON for each notification.',
  ),
});
export type FileConfig = z.output<typeof FileConfig>;
