import { httpMethodAttributes } from './http-method.ts';
import { inject } from './propagation.ts';
import type { Attributes } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface OutgoingCall {
  readonly method: string;
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What `fetch`, undici and `node:http` answer with, as far as a span wants to know it. */
type Answered = { readonly status: number } | { readonly statusCode: number };

/**
 * Calls another service in a client span, with headers that continue the trace there.
 *
 *     await tracedCall(tracing, { method: 'POST', url }, (headers) => request(url, { method: 'POST', headers, body }));
 *
 * Of the URL only host and port are recorded: the path of a web hook is a secret.
 */
export function tracedCall<R extends Answered>(
  tracing: Tracing,
  { method: asked, url, headers }: OutgoingCall,
  send: (headers: Record<string, string>) => Promise<R>,
): Promise<R> {
  const { method, ...attributes } = httpMethodAttributes(asked);
  return tracing.span(
    method,
    { ...attributes, ...serverAttributes(new URL(url)) },
    async (span) => {
      const answer = await send(inject(headers));
      const status = 'statusCode' in answer ? answer.statusCode : answer.status;
      span.setAttribute('http.response.status_code', status);
      if (status >= 400) span.setAttribute('error.type', String(status)).setStatus({ code: 2 });
      return answer;
    },
    { kind: 'client' },
  );
}

function serverAttributes({ protocol, hostname, port }: URL): Attributes {
  const isSecure = protocol === 'https:';
  return {
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname,
    'server.port': port === '' ? (isSecure ? 443 : 80) : Number(port),
  };
}
