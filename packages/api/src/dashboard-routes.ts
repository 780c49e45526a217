import { z } from 'zod';
import { Dashboard, DashboardSummary } from './dashboard.ts';
import type { Route } from './route.ts';

/** Panels of queries, as the console and Grafana show them. */
export const dashboardRoutes = {
  dashboards: {
    method: 'GET',
    path: '/api/v1/dashboards',
    summary: 'Dashboards: those that come with Seaworthy, and those of dashboards: in the configuration',
    permission: 'metrics:read',
    response: z.object({ items: z.array(DashboardSummary) }),
  },
  dashboard: {
    method: 'GET',
    path: '/api/v1/dashboards/{name}',
    summary: 'One dashboard: its panels and their queries',
    permission: 'metrics:read',
    params: z.object({ name: z.string().max(63) }),
    response: Dashboard,
  },
} as const satisfies Record<string, Route>;
