import { createTransport } from 'nodemailer';
import { tlsOptions } from '../http/dispatchers.ts';
import type { Send, Sending } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { readSecret } from '../secret.ts';
import { SendError } from '../send-error.ts';
import { EmailConfig } from './config.ts';
import { emailMessage } from './message.ts';
import { smtpError } from './smtp-error.ts';

const CONNECT_MS = 8_000;
const SILENCE_MS = 10_000;

const sendEmail: Send<EmailConfig> = async (notification, config, sending) => {
  const [host, port] = splitAddress(config.smarthost ?? '');
  const auth = await credentials(config);
  const transport = createTransport({
    ...{ host, port, name: config.hello ?? 'localhost' },
    secure: config.force_implicit_tls ?? port === 465,
    requireTLS: config.require_tls ?? true,
    ...(auth === undefined ? {} : { auth }),
    tls: await tlsOptions(config.tls_config),
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const message = emailMessage(notification, config, sending);
  try {
    const { rejected } = await transport.sendMail(message);
    noteRejected(rejected.map(String), sending);
  } catch (error) {
    throw smtpError(error, `${host}:${port}`, auth === undefined ? [] : [auth.pass]);
  } finally {
    transport.close();
  }
};

function noteRejected(rejected: readonly string[], { texts }: Sending): void {
  if (rejected.length > 0) texts.remark(`The server refused some recipients: ${rejected.join(', ')}.`);
}

/** `[::1]:25` too. */
function splitAddress(smarthost: string): readonly [string, number] {
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(smarthost) ?? [];
  if (host === '') throw new SendError('configuration', 'smarthost is not a host and port.', { retryable: false });
  return [host, Number(port)];
}

/** `auth_secret` is for CRAM-MD5, `auth_password` for everything else, as Alertmanager has it. */
async function credentials(config: EmailConfig) {
  const { auth_username: user } = config;
  const password = await readSecret(config.auth_password, config.auth_password_file);
  const secret = await readSecret(config.auth_secret, config.auth_secret_file);
  if (user === undefined) return undefined;
  if (password !== undefined) return { user, pass: password };
  return secret === undefined ? undefined : { user, pass: secret, method: 'CRAM-MD5' };
}

export const email = defineKind({
  channel: 'email',
  section: 'email_configs',
  Config: EmailConfig,
  fromGlobals: [
    { keys: { smarthost: 'smtp_smarthost' }, required: true },
    { keys: { from: 'smtp_from' }, required: true },
    { keys: { hello: 'smtp_hello' } },
    { keys: { require_tls: 'smtp_require_tls' } },
    { keys: { auth_username: 'smtp_auth_username' } },
    { keys: { auth_identity: 'smtp_auth_identity' } },
    { keys: { auth_password: 'smtp_auth_password', auth_password_file: 'smtp_auth_password_file' } },
    { keys: { auth_secret: 'smtp_auth_secret', auth_secret_file: 'smtp_auth_secret_file' } },
  ],
  send: sendEmail,
});
