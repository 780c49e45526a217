import { z } from 'zod';

/** What a caller must be allowed to do. Each route names one; none is implied. */
export const permissions = [
  'service:read',
  'service:stop',
  'deployments:read',
  'deployments:write',
  'logs:read',
  'config:read',
  'config:write',
  'metrics:read',
  'alerts:read',
  'alerts:write',
  'traces:read',
  'telemetry:write',
  'account:use',
  'users:read',
  'users:write',
  'roles:write',
  'sessions:read',
  'sessions:write',
  'tokens:read',
  'tokens:write',
  'secrets:read',
  'secrets:write',
  'approvals:read',
  'approvals:write',
  'approvals:break-glass',
  'audit:read',
  'audit:export',
] as const;
export type Permission = (typeof permissions)[number];
/** A permission of ours, or one that a service asks of its own callers: `asr:process_files`. */
export type Grant = Permission | `${string}:${string}`;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** OpenAPI form: `/api/v1/deployments/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** `null`: open to anyone who can reach the port. */
  readonly permission: Permission | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly response: z.ZodType;
  /** A stream of server-sent events, each one `response`. */
  readonly stream?: true;
  readonly status?: number;
  /** Its body holds a secret: neither it nor a hash of it is kept, not even to know a repeated request again. */
  readonly leavesNoTrace?: true;
}

/** The body of every error answer. */
export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    requestId: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
};

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
