import { hints } from '@seaworthy/kit/config';
import { z } from 'zod';

const DashboardFileName = z
  .string()
  .regex(/^.+\.(?:ya?ml|json)$/)
  .register(hints, { expected: 'a .yaml, .yml or .json file, whose path may have *', example: 'dashboards/*.yaml' });

/** `dashboards:` as it may be written. Those that come with Seaworthy are there without being named. */
export const DashboardsSection = z.array(DashboardFileName);
