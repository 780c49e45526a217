import type { ErrorCode, Route } from '@seaworthy/api';
import { errors } from '@seaworthy/api';
import type { AuditResult, NewAuditEntry } from '@seaworthy/kit/audit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedOf } from './audit-data.ts';
import type { AuditedRoute } from './audited-routes.ts';
import { auditedRoute } from './audited-routes.ts';
import { toAnswer } from './errors.ts';

const longestResource = 200;
const longestReason = 500;
const longestAnswer = 64 * 1024;
/** Names of the thing that an answer or a body is about, the best first. */
const naming = ['id', 'name', 'user'] as const;

/** The one entry of a request: who asked, for what, with what result. */
export function auditEntry(
  route: AuditedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): NewAuditEntry {
  const { principal, body, query, id: requestId, ip: sourceAddress } = request;
  const status = reply.statusCode;
  const answer = status < 400 ? parsed(payload) : {};
  const names = namesOf(answer);
  const reason = status < 400 ? undefined : reasonOf(request);
  const by = principal && { via: principal.via, credential: principal.credentialId };
  const held = status === 202 ? approvalIn(answer['approval']) : undefined;
  const approval = held ?? approvalIn(answer);
  return {
    type: status === 401 || status === 403 ? 'security_event' : route.type,
    actor: principal?.name ?? names.user ?? 'anonymous',
    ...(held === undefined
      ? { action: route.action, resource: resourceOf(placeOf(request), { ...named(body), ...names }) }
      : { action: 'approval.request', resource: `approvals/${held.id}` }),
    result: resultOf(status, reason?.code),
    ...(reason === undefined ? given(body) : { reason: `${reason.code}: ${reason.message}` }),
    data: {
      ...askedOf(query, body),
      ...(held === undefined ? {} : { for: route.action }),
      ...(approval === undefined ? {} : { approval }),
      ...(by === undefined ? {} : { by }),
      ...(names.id === undefined ? {} : { answer: { id: names.id } }),
      status,
    },
    ...{ requestId, sourceAddress },
  };
}

/** A change that others approved, and what came of it. */
export interface ApprovedChange {
  readonly route: Pick<Route, 'method' | 'path' | 'permission'>;
  /** As it was told when it was asked for: `query`, `body` and `params`, without secrets. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly askedBy: string;
  readonly approval: { readonly id: string; readonly approvedBy: readonly string[] };
  readonly performed:
    | { readonly ok: true; readonly answer: unknown }
    | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };
}

/** The one entry of a change that was approved: what it would have had at once, and the request that it came from. */
export function approvedEntry({ route, asked, askedBy, approval, performed }: ApprovedChange): NewAuditEntry {
  const { params, ...told } = asked;
  const pattern = route.path.replace(/\{(\w+)\}/g, ':$1');
  const path = route.path.replace(/\{(\w+)\}/g, (_, field: string) => String(asMapping(params)[field]));
  const names = performed.ok ? namesOf(asMapping(performed.answer)) : {};
  const audited = auditedRoute(route.method, pattern, route.permission);
  return {
    ...{ type: audited?.type ?? 'data_modification', actor: askedBy, action: audited?.action ?? pattern },
    resource: resourceOf({ path, pattern }, { ...named(asked['body']), ...names }),
    ...(performed.ok
      ? { result: 'success', ...given(asked['body']) }
      : {
          result: resultOf(errors[performed.error.code as ErrorCode]?.status ?? 500, performed.error.code),
          reason: `${performed.error.code}: ${performed.error.message}`,
        }),
    data: { ...told, approval, ...(names.id === undefined ? {} : { answer: { id: names.id } }) },
  };
}

/** Why somebody did it, in their own words. */
function given(body: unknown): { readonly reason?: string } {
  const { reason } = asMapping(body);
  return typeof reason === 'string' && reason !== '' ? { reason: reason.slice(0, longestReason) } : {};
}

/** A refusal is an answer of policy: who asks may not, or not now. */
function resultOf(status: number, code: string | undefined): AuditResult {
  if (status < 400) return 'success';
  if (status === 401 || status === 403 || status === 429) return 'refused';
  return code !== undefined && Object.hasOwn(errors, code) && errors[code as ErrorCode].exit === 4
    ? 'refused'
    : 'failure';
}

function reasonOf({ auditError, id }: FastifyRequest): { readonly code: string; readonly message: string } {
  if (auditError === undefined) return { code: 'refused', message: 'see the status' };
  const { code, message } = toAnswer(auditError, id).body.error;
  return { code, message };
}

interface Place {
  readonly path: string;
  /** Of the route: `/api/v1/users/:name`. */
  readonly pattern: string;
}

function placeOf({ url, routeOptions }: FastifyRequest): Place {
  return { path: decoded(url.split('?', 1)[0] ?? ''), pattern: routeOptions.url ?? '' };
}

/** The path below the API's root with its parameters filled in, and the name of what is made or changed. */
function resourceOf({ path, pattern }: Place, names: Names): string {
  const place = path
    .replace(/^\/api\/v\d+\//, '')
    .replace(/^\/(\w+)\/api\/v\d+\//, '$1/')
    .replace(/^(approvals\/[^/]+)\/(?:approve|reject)$/, '$1');
  const noun = /^(?:rollout\/\w+|rollback)$/.test(place) ? 'deployments' : place;
  const name = /[:*]/.test(pattern) ? undefined : (names.id ?? names.name ?? names.user);
  return (name === undefined ? noun : `${noun}/${name}`).slice(0, longestResource) || '/';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

type Names = Partial<Record<(typeof naming)[number], string>>;

function named(value: unknown): Names {
  const fields = asMapping(value);
  const found = naming.flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' && text !== '' ? [[name, text.slice(0, 100)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Answers may hold what is told once: nothing of them is taken but names. */
function namesOf(answer: Mapping): Names {
  return { ...named(answer['user']), ...named(answer['token']), ...named(answer) };
}

/** The request for approval that an answer tells of, in words. */
function approvalIn(value: unknown) {
  const { id, summary, askedBy, state } = asMapping(value);
  const isOne = [id, summary, askedBy, state].every((each) => typeof each === 'string');
  return isOne ? { id, summary, askedBy, state } : undefined;
}

type Mapping = Readonly<Record<string, unknown>>;

function parsed(payload: unknown): Mapping {
  if (typeof payload !== 'string' || payload.length > longestAnswer || !payload.startsWith('{')) return {};
  try {
    return asMapping(JSON.parse(payload));
  } catch {
    return {};
  }
}

function asMapping(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}
