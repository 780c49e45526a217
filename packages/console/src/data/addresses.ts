import type { Addresses } from '@seaworthy/api/caller';

/**
 * The routes that the console calls. They stand here without their schemas, which would weigh more than the rest of the
 * page; the compiler holds each of them to the API's own table.
 */
export const addresses = {
  signIn: { method: 'POST', path: '/api/v1/session' },
  signOut: { method: 'DELETE', path: '/api/v1/session' },
  status: { method: 'GET', path: '/api/v1/status' },
  deployments: { method: 'GET', path: '/api/v1/deployments' },
  rollback: { method: 'POST', path: '/api/v1/rollback' },
  promote: { method: 'POST', path: '/api/v1/rollout/promote' },
  pause: { method: 'POST', path: '/api/v1/rollout/pause' },
  resume: { method: 'POST', path: '/api/v1/rollout/resume' },
  abort: { method: 'POST', path: '/api/v1/rollout/abort' },
  events: { method: 'GET', path: '/api/v1/events' },
} as const satisfies Addresses<ConsoleRoute>;

export type ConsoleRoute =
  | 'signIn'
  | 'signOut'
  | 'status'
  | 'deployments'
  | 'rollback'
  | 'promote'
  | 'pause'
  | 'resume'
  | 'abort'
  | 'events';
