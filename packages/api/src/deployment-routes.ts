import { z } from 'zod';
import { Deployment, DeployRequest, GivenReason, Release, SteerRequest } from './deployment.ts';
import { ReleaseComparison } from './release-comparison.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';
import { Outcome } from './vocabulary.ts';

const DeploymentId = z.object({ id: z.string().max(64) });
const Version = z.string().min(1).max(63);

/** What is made live, how it is steered, and how it was taken back. */
export const deploymentRoutes = {
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
    query: z.object({
      ...pageQuery,
      outcome: Outcome.optional(),
      text: z.string().max(200).optional().describe('Stands in the version, the id, the reason or who asked.'),
    }),
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
    body: z.strictObject({
      to: z.string().max(63).optional(),
      waitLockMs: z.number().int().min(0).default(0),
      reason: GivenReason,
    }),
    response: Deployment,
    status: 202,
  },
  promote: {
    method: 'POST',
    path: '/api/v1/rollout/promote',
    summary: 'Skip what is left of the steps, pauses and analysis: the candidate becomes live',
    permission: 'deployments:write',
    body: SteerRequest,
    response: Deployment,
  },
  pause: {
    method: 'POST',
    path: '/api/v1/rollout/pause',
    summary: 'Hold the deployment under way where it is',
    permission: 'deployments:write',
    body: SteerRequest,
    response: Deployment,
  },
  resume: {
    method: 'POST',
    path: '/api/v1/rollout/resume',
    summary: 'Go on with a paused deployment',
    permission: 'deployments:write',
    body: SteerRequest,
    response: Deployment,
  },
  abort: {
    method: 'POST',
    path: '/api/v1/rollout/abort',
    summary: 'Stop the deployment under way and roll back what it did',
    permission: 'deployments:write',
    body: SteerRequest,
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
  compareReleases: {
    method: 'GET',
    path: '/api/v1/releases/compare',
    summary: 'Two releases side by side: their files, and what became of them',
    permission: 'deployments:read',
    query: z.object({ from: Version, to: Version }),
    response: ReleaseComparison,
  },
} as const satisfies Record<string, Route>;
