import { z } from 'zod';
import type { Route } from './route.ts';
import { Slo } from './slo.ts';

/** What is promised, and what is left of what may fail. */
export const sloRoutes = {
  slos: {
    method: 'GET',
    path: '/api/v1/slos',
    summary: 'Service level objectives with their error budgets, in the order of the configuration',
    permission: 'alerts:read',
    query: z.object({ points: z.coerce.number().int().min(0).max(200).default(200) }),
    response: z.object({ items: z.array(Slo) }),
  },
} as const satisfies Record<string, Route>;
