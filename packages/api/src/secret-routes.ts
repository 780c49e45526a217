import { z } from 'zod';
import type { Route } from './route.ts';
import { KeyRotation, Secret, SecretFacts, SecretName } from './secret.ts';

const Named = z.object({ name: SecretName });
const largestValue = 65_536;

/** Secrets go in, and never come out again. */
export const secretRoutes = {
  secrets: {
    method: 'GET',
    path: '/api/v1/secrets',
    summary: 'Secrets by name: version, age and use, never a value',
    permission: 'secrets:read',
    response: z.object({ items: z.array(Secret) }),
  },
  setSecret: {
    method: 'PUT',
    path: '/api/v1/secrets/{name}',
    summary: 'Set a secret, or a new version of it; instances get it at their next start',
    permission: 'secrets:write',
    leavesNoTrace: true,
    params: Named,
    body: z.strictObject({ value: z.string().min(1).max(largestValue) }),
    response: SecretFacts,
  },
  deleteSecret: {
    method: 'DELETE',
    path: '/api/v1/secrets/{name}',
    summary: 'Remove every version of a secret; one in use only when told so',
    permission: 'secrets:write',
    params: Named,
    query: z.object({ force: z.enum(['true', 'false']).default('false') }),
    response: z.object({ ok: z.literal(true) }),
  },
  rotateKeys: {
    method: 'POST',
    path: '/api/v1/secrets/rotate-key',
    summary: 'New keys, and everything sealed anew by them',
    permission: 'secrets:write',
    response: KeyRotation,
  },
} as const satisfies Record<string, Route>;
