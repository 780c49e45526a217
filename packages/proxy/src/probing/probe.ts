import { get } from 'node:http';
import type { LastProbe, ProbeOptions, ProxyTarget } from '../control/contract.ts';

/** More of an answer's body is not looked at. */
const MAX_BODY_BYTES = 65_536;

/** Words for `status` in a JSON body that mean "not ready", whatever the HTTP status says. */
const NOT_READY = new Set(
  'unhealthy unknown down fail failed failing error critical starting stopping stopped unavailable not_ready not-ready out_of_service'.split(
    ' ',
  ),
);

/** Asks a target once whether it is ready. Never rejects. */
export async function probe(target: ProxyTarget, options: ProbeOptions): Promise<LastProbe> {
  const startedMs = performance.now();
  const { status, message } = await ask(target, options).then(
    (answer) => ({ status: answer.status, message: whyNotReady(answer.status, answer.text) }),
    (error: unknown) => ({ status: null, message: error instanceof Error ? error.message : String(error) }),
  );
  const durationMs = performance.now() - startedMs;
  return { atMs: Date.now(), ok: message === '', status, durationMs, message };
}

function ask(target: ProxyTarget, options: ProbeOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'seaworthy-probe', accept: 'application/json, */*' };
    const request = get(
      { host: target.host, port: target.port, path: options.path, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
          if (text.length > MAX_BODY_BYTES)
            response.destroy(new Error(`the answer is longer than ${MAX_BODY_BYTES} bytes`));
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('the answer broke off')));
      },
    );
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer in ${options.timeoutMs} ms`)),
      options.timeoutMs,
    );
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
  });
}

/** Empty when the answer says "ready". */
export function whyNotReady(status: number, text: string): string {
  if (status !== 200) return `answered ${status}, not 200`;
  const body = readObject(text);
  if (body?.['ready'] === false) return 'answered ready: false';
  const said = body?.['status'];
  return typeof said === 'string' && NOT_READY.has(said.toLowerCase()) ? `answered status: ${said}` : '';
}

function readObject(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
