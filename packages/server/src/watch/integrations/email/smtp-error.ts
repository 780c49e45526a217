import { connectionError } from '../http/connection-error.ts';
import { hide } from '../http/hide.ts';
import { SendError } from '../send-error.ts';

interface SmtpFault {
  readonly code?: string;
  /** The socket's own, where `code` says no more than that it was the socket. */
  readonly originalCode?: string;
  /** Of the server's reply: 4xx asks to come again, 5xx refuses (RFC 5321, 4.2.1). */
  readonly responseCode?: number;
  readonly response?: string;
}

export function smtpError(error: unknown, host: string, secrets: readonly string[]): SendError {
  const { code = '', originalCode, responseCode, response = '' } = error as SmtpFault;
  if (code === 'ETLS') return new SendError('tls', `No trusted TLS connection to ${host}.`, { retryable: true });
  if (responseCode !== undefined) {
    const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]);
    const said = `${host} answered: ${hide(response, forms).slice(0, 200)}.`;
    const retryable = responseCode < 500;
    if (code === 'EAUTH') return new SendError('unauthorized', said, { retryable });
    return new SendError(retryable ? 'server_error' : 'client_error', said, { retryable });
  }
  if (code === 'EENVELOPE')
    return new SendError('client_error', 'There is nobody to send it to.', { retryable: false });
  return connectionError(Object.assign(new Error(), { code: originalCode ?? code }), host);
}
