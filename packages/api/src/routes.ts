import { z } from 'zod';
import { accessRoutes } from './access-routes.ts';
import { alertRoutes } from './alert-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { configRoutes } from './config-routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { logRoutes } from './log-routes.ts';
import type { Route } from './route.ts';
import { secretRoutes } from './secret-routes.ts';
import { HealthReport, LiveEvent, SeenInstance, ServiceStatus, Traffic } from './service.ts';
import { sloRoutes } from './slo-routes.ts';
import { telemetryRoutes } from './telemetry-routes.ts';
import { traceRoutes } from './trace-routes.ts';

const Done = z.object({ ok: z.literal(true) });

/** Everything that the control plane answers under /api/v1, by the name that the client calls it by. */
export const routes = {
  ...accessRoutes,
  status: {
    method: 'GET',
    path: '/api/v1/status',
    summary: 'Service, live version, slots, instances, health, last deployment',
    permission: 'service:read',
    response: ServiceStatus,
  },
  traffic: {
    method: 'GET',
    path: '/api/v1/traffic',
    summary: "The proxy's exact counters and present rates",
    permission: 'service:read',
    response: Traffic,
  },
  instances: {
    method: 'GET',
    path: '/api/v1/instances',
    summary: 'Every instance and its health',
    permission: 'service:read',
    response: z.object({ items: z.array(SeenInstance) }),
  },
  ownHealth: {
    method: 'GET',
    path: '/api/v1/health',
    summary: "The control plane's own checks, as `/health/detailed` answers them",
    permission: 'service:read',
    response: HealthReport,
  },
  ...deploymentRoutes,
  ...logRoutes,
  ...configRoutes,
  ...alertRoutes,
  ...approvalRoutes,
  ...auditRoutes,
  ...dashboardRoutes,
  ...secretRoutes,
  ...sloRoutes,
  ...telemetryRoutes,
  ...traceRoutes,
  stop: {
    method: 'POST',
    path: '/api/v1/stop',
    summary: 'Stop the instances, the proxy and the control plane, in that order',
    permission: 'service:stop',
    response: Done,
    status: 202,
  },
  version: {
    method: 'GET',
    path: '/api/v1/version',
    summary: 'Version of the control plane',
    permission: 'service:read',
    response: z.object({ version: z.string(), node: z.string() }),
  },
  events: {
    method: 'GET',
    path: '/api/v1/events',
    summary: 'The live stream: deployments, status and traffic as they change, and of what else something changed',
    permission: 'service:read',
    response: LiveEvent,
    stream: true,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
