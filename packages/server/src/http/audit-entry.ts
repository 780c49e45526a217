import type { ErrorCode } from '@seaworthy/api';
import { errors } from '@seaworthy/api';
import type { AuditResult, NewAuditEntry } from '@seaworthy/kit/audit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedOf } from './audit-data.ts';
import type { AuditedRoute } from './audited-routes.ts';
import { toAnswer } from './errors.ts';

const longestResource = 200;
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
  const { principal, body, query, heldAs, id: requestId, ip: sourceAddress } = request;
  const status = reply.statusCode;
  const answer = status < 400 ? answerNames(payload) : {};
  const reason = status < 400 ? undefined : reasonOf(request);
  const by = principal && { via: principal.via, credential: principal.credentialId };
  return {
    type: status === 401 || status === 403 ? 'security_event' : route.type,
    actor: principal?.name ?? answer.user ?? 'anonymous',
    ...(heldAs === undefined
      ? { action: route.action, resource: resourceOf(request, { ...named(body), ...answer }) }
      : { action: 'approval.request', resource: `approvals/${heldAs}` }),
    result: resultOf(status, reason?.code),
    ...(reason === undefined ? {} : { reason: `${reason.code}: ${reason.message}` }),
    data: {
      ...askedOf(query, body),
      ...(heldAs === undefined ? {} : { for: route.action }),
      ...(by === undefined ? {} : { by }),
      ...(answer.id === undefined ? {} : { answer: { id: answer.id } }),
      status,
    },
    ...{ requestId, sourceAddress },
  };
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

/** The path below the API's root with its parameters filled in, and the name of what is made or changed. */
function resourceOf(request: FastifyRequest, names: Names): string {
  const [path = ''] = request.url.split('?', 1);
  const place = decoded(path)
    .replace(/^\/api\/v\d+\//, '')
    .replace(/^\/(\w+)\/api\/v\d+\//, '$1/');
  const noun = /^(?:rollout\/\w+|rollback)$/.test(place) ? 'deployments' : place;
  const hasParameter = /[:*]/.test(request.routeOptions.url ?? '');
  const name = hasParameter ? undefined : (names.id ?? names.name ?? names.user);
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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const fields = value as Readonly<Record<string, unknown>>;
  const found = naming.flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' && text !== '' ? [[name, text.slice(0, 100)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Answers may hold what is told once: nothing of them is taken but names. */
function answerNames(payload: unknown): Names {
  if (typeof payload !== 'string' || payload.length > longestAnswer || !payload.startsWith('{')) return {};
  try {
    const parsed = JSON.parse(payload) as Readonly<Record<string, unknown>>;
    return { ...named(parsed['user']), ...named(parsed['token']), ...named(parsed) };
  } catch {
    return {};
  }
}
