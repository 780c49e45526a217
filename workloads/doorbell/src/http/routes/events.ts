import type { VisitLog } from '../../visit/store/visit-log.ts';
import { ApiError } from '../errors.ts';
import type { Exchange, Route } from '../exchange.ts';
import { sendJson } from '../exchange.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 200;

/** GET /api/events: newest first; `nextCursor` leads on to older ones, and is null at the end. */
export function eventsRoute(log: VisitLog): Route {
  return {
    method: 'GET',
    path: '/api/events',
    handle({ query, response }) {
      const limit = wholeNumber(query, 'limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
      const cursor = wholeNumber(query, 'cursor', 1, Number.MAX_SAFE_INTEGER);
      const found = log.page(limit + 1, cursor);
      const items = found.slice(0, limit);
      const nextCursor = found.length > limit ? String(items.at(-1)?.id) : null;
      sendJson(response, 200, { items, nextCursor });
    },
  };
}

function wholeNumber(query: Exchange['query'], name: string, least: number, most: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ApiError('bad_request', `${name} must be a whole number from ${least} to ${most}`);
}
