import { z } from 'zod';
import { ConfigDrift } from './config.ts';
import type { Route } from './route.ts';

/** What the control plane was told, and what it would be told now. */
export const configRoutes = {
  config: {
    method: 'GET',
    path: '/api/v1/config',
    summary: 'The configuration as loaded, secrets hidden, with the source of each value',
    permission: 'config:read',
    response: z.object({
      environment: z.string(),
      values: z.unknown(),
      sources: z.record(z.string(), z.string()),
    }),
  },
  configDrift: {
    method: 'GET',
    path: '/api/v1/config/drift',
    summary: 'Read the files anew without applying them: what differs from what runs, and what is wrong in them',
    permission: 'config:read',
    response: ConfigDrift,
  },
  reloadConfig: {
    method: 'POST',
    path: '/api/v1/config/reload',
    summary: 'Read the configuration and the files of rules, alerting and dashboards that it names anew',
    permission: 'config:write',
    response: z.object({
      needsRestart: z.array(z.string()).describe('Settings that have changed and count from the next start on.'),
    }),
  },
} as const satisfies Record<string, Route>;
