import type { Route, RouteName } from '@seaworthy/api';
import { breakGlassHeader, routes } from '@seaworthy/api';
import type { FastifyRequest } from 'fastify';
import type { Approvals } from '../access/approvals/approvals.ts';
import type { Principal } from '../access/principal.ts';
import { askedOf } from './audit-data.ts';
import { HttpError } from './errors.ts';

type Input = Readonly<Record<string, unknown>>;

interface Holding {
  readonly request: FastifyRequest;
  readonly caller: Principal;
  readonly approvals: Pick<Approvals, 'hold'>;
}

/** The request for approval that a call becomes when it may not be made by one person alone. */
export async function hold(name: string, input: Input, { request, caller, approvals }: Holding) {
  const asked = {
    ...askedOf(input.query, input.body),
    ...(input.params === undefined ? {} : { params: input.params }),
  };
  const route: Route | undefined = routes[name as RouteName];
  const told = { summary: inWords(name, input), asked, leavesNoTrace: route?.leavesNoTrace === true };
  const from = { caller, sourceAddress: request.ip, breakGlass: breakGlassOf(request) };
  return approvals.hold({ route: name, input, ...from, ...told });
}

/** `deploy 1.4.0`, `changeUser ann`, `auditExport since 2030-01-01`. */
function inWords(name: string, input: Input): string {
  const range = Object.entries((input.query ?? {}) as Input).filter(([, value]) => value !== undefined);
  if (name === 'auditExport') return [name, ...range.map(([bound, value]) => `${bound} ${value}`)].join(' ');
  const fields = { ...(input.body as Input | undefined), ...(input.params as Input | undefined) };
  const { version, to, name: whom } = fields as Input;
  const what = [version, to, whom].find((each) => typeof each === 'string');
  return what === undefined ? name : `${name} ${what}`;
}

/** The reason, percent-encoded: headers are ASCII. */
function breakGlassOf({ headers }: FastifyRequest): string | undefined {
  const given = headers[breakGlassHeader];
  if (given === undefined) return undefined;
  const reason = typeof given === 'string' ? decoded(given).trim() : '';
  if (reason.length >= 3 && reason.length <= 500) return reason;
  const message = 'a reason of 3 to 500 characters, percent-encoded';
  throw new HttpError('bad_request', undefined, [{ path: `headers.${breakGlassHeader}`, message }]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
