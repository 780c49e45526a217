import { isDeepStrictEqual } from 'node:util';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { HttpProbe } from '../../config/metrics-config.ts';
import { valueAt } from './json-path.ts';
import type { Look, Outcome } from './outcome.ts';
import { fail, pass } from './outcome.ts';
import type { TlsWatch } from './tls-watch.ts';
import { watchTls } from './tls-watch.ts';

const REDIRECT_LIMIT = 10;
/** What lies behind it is not looked at. */
const BODY_LIMIT_BYTES = 1_048_576;

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
  readonly redirects: number;
  readonly url: string;
}

/** One request on a fresh connection, and everything that the answer must be. `ca` is for tests. */
export function httpProbe(probe: HttpProbe, now: () => number, ca?: string): Look {
  return async (signal) => {
    const tls = watchTls(ca);
    try {
      const answer = await ask(probe, tls.agent, signal);
      return judge(probe, answer, tls, now());
    } finally {
      await tls.agent.destroy();
    }
  };
}

async function ask(probe: HttpProbe, dispatcher: Dispatcher, signal: AbortSignal): Promise<Answer> {
  let url = probe.url;
  for (let redirects = 0; ; redirects++) {
    const {
      statusCode: status,
      headers,
      body,
    } = await request(url, {
      dispatcher,
      signal,
      method: (redirects === 0 ? probe.method : 'GET') as Dispatcher.HttpMethod,
      headers: { 'user-agent': 'seaworthy', ...probe.headers },
      body: redirects === 0 ? (probe.body ?? null) : null,
    });
    const location = headers['location'] === undefined ? undefined : new URL(String(headers['location']), url).href;
    const answer = { status, location, redirects, url, body: await beginningOf(body) };
    if (probe.redirect !== 'follow' || location === undefined || status < 300 || status > 399) return answer;
    if (redirects === REDIRECT_LIMIT) throw new Error(`more than ${REDIRECT_LIMIT} redirects`);
    url = location;
  }
}

async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= BODY_LIMIT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function judge(probe: HttpProbe, answer: Answer, tls: TlsWatch, nowMs: number): Outcome {
  const daysLeft = tls.daysLeft(nowMs);
  const measures = {
    probe_http_status_code: answer.status,
    probe_http_redirects: answer.redirects,
    probe_http_uncompressed_body_length: Buffer.byteLength(answer.body),
    probe_http_ssl: tls.expiresMs === undefined ? 0 : 1,
    ...(tls.expiresMs === undefined ? {} : { probe_ssl_earliest_cert_expiry: tls.expiresMs / 1_000 }),
    ...(daysLeft === undefined ? {} : { probe_tls_days_left: daysLeft }),
  };
  const wrong = wrongStatus(probe, answer) ?? wrongBody(probe, answer.body) ?? wrongTls(probe, daysLeft);
  return wrong === undefined ? pass(`answered ${answer.status}`, measures) : fail(wrong, measures);
}

function wrongStatus({ status: wanted, redirect }: HttpProbe, { status, location }: Answer): string | undefined {
  if (typeof redirect === 'object') {
    if (status < 300 || status > 399) return `answered ${status}, a redirect is needed`;
    return location === redirect.to ? undefined : `redirects to ${location ?? 'nowhere'}, not to ${redirect.to}`;
  }
  const isGood = wanted.length === 0 ? status >= 200 && status <= 299 : wanted.includes(status);
  return isGood ? undefined : `answered ${status}, ${wanted.length === 0 ? '2xx' : wanted.join(' or ')} is needed`;
}

function wrongBody({ contains, matches, json }: HttpProbe, body: string): string | undefined {
  if (contains !== undefined && !body.includes(contains)) return `the body has no "${contains}"`;
  if (matches !== undefined && !new RegExp(matches, 'su').test(body)) return `the body does not match /${matches}/`;
  return json === undefined ? undefined : wrongJson(json, body);
}

function wrongJson(
  { path, equals }: { readonly path: string; readonly equals: unknown },
  body: string,
): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'the body is no JSON';
  }
  const found = valueAt(parsed, path);
  if (isDeepStrictEqual(found, equals)) return undefined;
  return `${path} is ${found === undefined ? 'not there' : JSON.stringify(found)}, ${JSON.stringify(equals)} is needed`;
}

function wrongTls({ tlsDaysLeft }: HttpProbe, daysLeft: number | undefined): string | undefined {
  if (tlsDaysLeft === undefined) return undefined;
  if (daysLeft === undefined) return 'the answer came without TLS';
  return daysLeft < tlsDaysLeft ? `the certificate expires in ${daysLeft.toFixed(1)} days` : undefined;
}
