import { z } from 'zod';
import { accessRoutes } from './access-routes.ts';
import { alertRoutes } from './alert-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { Deployment, DeployRequest, Release } from './deployment.ts';
import { logRoutes } from './log-routes.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';
import { secretRoutes } from './secret-routes.ts';
import { HealthReport, Instance, LiveEvent, ServiceStatus, Traffic } from './service.ts';
import { sloRoutes } from './slo-routes.ts';
import { telemetryRoutes } from './telemetry-routes.ts';
import { traceRoutes } from './trace-routes.ts';

const Done = z.object({ ok: z.literal(true) });
const DeploymentId = z.object({ id: z.string().max(64) });

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
    response: z.object({
      items: z.array(Instance.extend({ report: HealthReport.nullable() })),
    }),
  },
  deploy: {
    method: 'POST',
    path: '/api/v1/deployments',
    summary: 'Start a deployment; follow it by id or by the live stream',
    permission: 'deployments:write',
    body: DeployRequest,
    response: Deployment,
    status: 202,
  },
  deployments: {
    method: 'GET',
    path: '/api/v1/deployments',
    summary: 'Deployments, newest first',
    permission: 'deployments:read',
    query: z.object(pageQuery),
    response: page(Deployment),
  },
  deployment: {
    method: 'GET',
    path: '/api/v1/deployments/{id}',
    summary: 'One deployment',
    permission: 'deployments:read',
    params: DeploymentId,
    response: Deployment,
  },
  rollback: {
    method: 'POST',
    path: '/api/v1/rollback',
    summary: 'Make the previous release live again, or the one named by `to`',
    permission: 'deployments:write',
    body: z.strictObject({ to: z.string().max(63).optional(), waitLockMs: z.number().int().min(0).default(0) }),
    response: Deployment,
    status: 202,
  },
  promote: {
    method: 'POST',
    path: '/api/v1/rollout/promote',
    summary: 'Skip what is left of the steps, pauses and analysis: the candidate becomes live',
    permission: 'deployments:write',
    response: Deployment,
  },
  pause: {
    method: 'POST',
    path: '/api/v1/rollout/pause',
    summary: 'Hold the deployment under way where it is',
    permission: 'deployments:write',
    response: Deployment,
  },
  resume: {
    method: 'POST',
    path: '/api/v1/rollout/resume',
    summary: 'Go on with a paused deployment',
    permission: 'deployments:write',
    response: Deployment,
  },
  abort: {
    method: 'POST',
    path: '/api/v1/rollout/abort',
    summary: 'Stop the deployment under way and roll back what it did',
    permission: 'deployments:write',
    response: Deployment,
  },
  releases: {
    method: 'GET',
    path: '/api/v1/releases',
    summary: 'Releases, newest first',
    permission: 'deployments:read',
    query: z.object(pageQuery),
    response: page(Release),
  },
  ...logRoutes,
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
  reloadConfig: {
    method: 'POST',
    path: '/api/v1/config/reload',
    summary: 'Read the configuration and the rule and alerting files that it names anew',
    permission: 'config:write',
    response: z.object({
      needsRestart: z.array(z.string()).describe('Settings that have changed and count from the next start on.'),
    }),
  },
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
    summary: 'The live stream: deployments, status and traffic as they change',
    permission: 'service:read',
    response: LiveEvent,
    stream: true,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
