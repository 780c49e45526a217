import { createHash } from 'node:crypto';
import { streamBody } from '../body.ts';
import type { Route } from '../exchange.ts';
import { sendJson } from '../exchange.ts';

/** POST /api/captures: takes an upload of any kind, keeps nothing, and says what arrived: its size and SHA-256. */
export function capturesRoute(maxBytes: number): Route {
  return {
    method: 'POST',
    path: '/api/captures',
    async handle({ request, response }) {
      const hash = createHash('sha256');
      const bytes = await streamBody(request, maxBytes, (chunk) => hash.update(chunk));
      sendJson(response, 200, { bytes, sha256: hash.digest('hex') });
    },
  };
}
