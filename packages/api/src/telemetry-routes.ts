import { z } from 'zod';
import type { Route } from './route.ts';
import { Forwarding, TelemetryStore } from './telemetry.ts';

/** How telemetry itself is: what is handed on, and what is kept. */
export const telemetryRoutes = {
  telemetry: {
    method: 'GET',
    path: '/api/v1/telemetry',
    summary: 'What is handed on to collectors and remote storage, and how much samples, logs and traces take here',
    permission: 'metrics:read',
    response: z.object({ forwarding: z.array(Forwarding), stores: z.array(TelemetryStore) }),
  },
} as const satisfies Record<string, Route>;
