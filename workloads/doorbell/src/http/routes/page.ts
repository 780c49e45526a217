import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from '../exchange.ts';

const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
] as const;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page, read once: what is served is what the release had at its start. */
export function pageRoutes(folder: string): readonly Route[] {
  return FILES.map(({ path, file, type }) => {
    const body = readFileSync(join(folder, file));
    return {
      method: 'GET',
      path,
      handle({ response }) {
        response.writeHead(200, {
          'content-type': type,
          'content-length': body.length,
          'cache-control': 'no-cache',
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        });
        response.end(body);
      },
    };
  });
}
