/** Statuses that the proxy answers by itself, in words for whoever reads them. */
const OWN_ANSWERS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['Bad Request', 'The request is malformed.'],
  405: ['Method Not Allowed', 'This method is not served here.'],
  408: ['Request Timeout', 'The request was not received in time.'],
  413: ['Content Too Large', 'The request body is larger than allowed.'],
  417: ['Expectation Failed', 'Only the expectation 100-continue is known.'],
  431: ['Request Header Fields Too Large', 'The request head is larger than allowed.'],
  502: ['Bad Gateway', 'The service did not give a valid answer. Please try again.'],
  503: ['Service Unavailable', 'The service is not available right now. Please try again in a moment.'],
  504: ['Gateway Timeout', 'The service took too long to answer. Please try again.'],
  505: ['HTTP Version Not Supported', 'Only HTTP/1.0 and HTTP/1.1 are served here.'],
};

const RETRY_AFTER_SECONDS = 2;

export interface OwnAnswer {
  readonly status: number;
  readonly closes: boolean;
  readonly isHead: boolean;
  /** HTML in place of the built-in page, for 502, 503 and 504. */
  readonly errorPage: string | null;
}

/** The whole answer as latin1 text. */
export function writeOwnAnswer(answer: OwnAnswer): string {
  const [reason, message] = OWN_ANSWERS[answer.status] ?? ['Error', 'The request failed.'];
  const isPage = answer.status >= 502 && answer.status <= 504;
  const text = isPage ? (answer.errorPage ?? page(answer.status, reason, message)) : `${message}\n`;
  const body = Buffer.from(text, 'utf8').toString('latin1');
  const fields = [
    `HTTP/1.1 ${answer.status} ${reason}`,
    `Content-Type: ${isPage ? 'text/html' : 'text/plain'}; charset=utf-8`,
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    `Date: ${new Date().toUTCString()}`,
    ...(answer.status === 503 ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : []),
    ...(answer.closes ? ['Connection: close'] : []),
  ];
  return `${fields.join('\r\n')}\r\n\r\n${answer.isHead ? '' : body}`;
}

function page(status: number, reason: string, message: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${reason}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem;color:#222}small{color:#666}</style>
</head><body><h1>${reason}</h1><p>${message}</p><p><small>${status}</small></p></body></html>
`;
}
