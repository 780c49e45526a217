import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { firing, resolved, sendWith, testKey } from '../testing.ts';
import { email } from './send.ts';

/** A certificate for localhost that nobody but these tests trusts. */
const testdata = join(import.meta.dirname, 'testdata');
const written = { from: 'ops@example.com', to: 'ada@example.com, ben@example.com', html: '<b>High &lt;CPU&gt;</b>' };

interface MailServer {
  readonly smarthost: string;
  readonly got: {
    readonly mail: Email;
    readonly to: readonly string[];
    readonly secure: boolean;
    readonly hello: string;
  }[];
}

/** A real mail server. */
async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const got: MailServer['got'] = [];
  const server = new SMTPServer({
    authOptional: true,
    key: readFileSync(join(testdata, 'localhost.key')),
    cert: readFileSync(join(testdata, 'localhost.crt')),
    disableReverseLookup: true,
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      got.push({
        mail: await PostalMime.parse(Buffer.concat(chunks)),
        to: session.envelope.rcptTo.map(({ address }) => address),
        secure: session.secure,
        hello: String(session.hostNameAppearsAs),
      });
      done();
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { smarthost: `127.0.0.1:${(server.server.address() as AddressInfo).port}`, got };
}

const trusting = { tls_config: { ca_file: join(testdata, 'localhost.crt'), server_name: 'localhost' } };

it('is one message to all, in HTML and text, over TLS', async () => {
  const { smarthost, got } = await mailServer();
  const headers = { Subject: '[FIRING:2] High <CPU>\nBcc: eve@example.com', 'X-Team': 'ops' };
  const config = { ...written, ...trusting, smarthost, text: 'High <CPU>', headers, hello: 'watch.example.com' };
  expect(await sendWith(email, config, firing)).toEqual({ outcome: 'sent' });
  expect(got).toMatchObject([
    {
      to: ['ada@example.com', 'ben@example.com'],
      secure: true,
      hello: 'watch.example.com',
      mail: {
        from: { address: 'ops@example.com' },
        to: [{ address: 'ada@example.com' }, { address: 'ben@example.com' }],
        subject: '[FIRING:2] High <CPU> Bcc: eve@example.com',
        messageId: `<${testKey}@example.com>`,
        date: '2030-01-01T12:00:00.000Z',
        html: '<b>High &lt;CPU&gt;</b>\n',
        text: 'High <CPU>\n',
      },
    },
  ]);
  expect(got[0]?.mail.headers).toContainEqual(expect.objectContaining({ key: 'x-team', value: 'ops' }));
});

it('stands with the other messages of its group when threads are asked for', async () => {
  const { smarthost, got } = await mailServer();
  const config = { ...written, ...trusting, smarthost, threading: { enabled: true } };
  await sendWith(email, config, firing);
  await sendWith(email, config, resolved);
  expect(got[0]?.mail.inReplyTo).toMatch(/^<group-[0-9a-f]{32}@example\.com>$/);
  expect(got[1]?.mail.references).toBe(got[0]?.mail.inReplyTo);
});

describe('signing in', () => {
  const credentials = { auth_username: 'ops', auth_password: 'T0PS3CRET' };

  it.each(['PLAIN', 'LOGIN'])('speaks %s', async (method) => {
    const seen: unknown[] = [];
    const { smarthost } = await mailServer({
      authMethods: [method],
      onAuth({ username, password }, _, done) {
        seen.push([username, password]);
        done(null, { user: username });
      },
    });
    expect(await sendWith(email, { ...written, ...trusting, ...credentials, smarthost }, firing)).toEqual({
      outcome: 'sent',
    });
    expect(seen).toEqual([['ops', 'T0PS3CRET']]);
  });

  it('speaks CRAM-MD5 with auth_secret', async () => {
    const { smarthost } = await mailServer({
      authMethods: ['CRAM-MD5'],
      onAuth: ({ validatePassword, username }, _, done) =>
        validatePassword('T0PS3CRET') ? done(null, { user: username }) : done(new Error('no')),
    });
    const config = { ...written, ...trusting, smarthost, auth_username: 'ops', auth_secret: 'T0PS3CRET' };
    expect(await sendWith(email, config, firing)).toEqual({ outcome: 'sent' });
  });

  it('that is refused is not tried again, and tells no secret', async () => {
    const { smarthost } = await mailServer({
      onAuth({ password = '' }, _, done) {
        done(new Error(`no: ${password} ${Buffer.from(String(password)).toString('base64')}`));
      },
    });
    const result = await sendWith(email, { ...written, ...trusting, ...credentials, smarthost }, firing);
    expect(result).toMatchObject({ outcome: 'failed', retryable: false, reason: 'unauthorized' });
    expect(JSON.stringify(result)).not.toMatch(/T0PS3CRET|VDBQUzNDUkVU/);
  });
});

describe('a mail server', () => {
  it('without TLS gets nothing unless that is allowed', async () => {
    const { smarthost, got } = await mailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await sendWith(email, { ...written, smarthost }, firing)).toMatchObject({
      outcome: 'failed',
      reason: 'tls',
    });
    expect(got).toEqual([]);
    expect(await sendWith(email, { ...written, smarthost, require_tls: false }, firing)).toEqual({ outcome: 'sent' });
    expect(got).toMatchObject([{ secure: false }]);
  });

  it('whose certificate nobody has signed gets nothing', async () => {
    const { smarthost, got } = await mailServer();
    const result = await sendWith(email, { ...written, smarthost }, firing);
    expect(result).toMatchObject({ outcome: 'failed', retryable: true, reason: 'tls' });
    expect(got).toEqual([]);
  });

  it('is asked again after 4xx, and not after 5xx', async () => {
    const refuse = (responseCode: number) =>
      mailServer({
        onRcptTo: (_, __, done) => done(Object.assign(new Error('mailbox away'), { responseCode })),
      });
    const ask = async (code: number) =>
      sendWith(email, { ...written, ...trusting, smarthost: (await refuse(code)).smarthost }, firing);
    expect(await ask(451)).toMatchObject({ outcome: 'failed', retryable: true, reason: 'server_error' });
    expect(await ask(550)).toMatchObject({ outcome: 'failed', retryable: false, reason: 'client_error' });
  });

  it('that takes some of the recipients has been told, and the others are noted', async () => {
    const { smarthost, got } = await mailServer({
      onRcptTo: ({ address }, _, done) =>
        address.startsWith('ben') ? done(Object.assign(new Error('unknown'), { responseCode: 550 })) : done(),
    });
    expect(await sendWith(email, { ...written, ...trusting, smarthost }, firing)).toEqual({
      outcome: 'sent',
      note: 'The server refused some recipients: ben@example.com.',
    });
    expect(got[0]?.to).toEqual(['ada@example.com']);
  });

  it('that is away may be back later', async () => {
    const result = await sendWith(email, { ...written, smarthost: '127.0.0.1:1' }, firing);
    expect(result).toMatchObject({ retryable: true, reason: 'connection', message: 'Nothing listens at 127.0.0.1:1.' });
  });
});

it('takes server, sender and sign-in from global, each unless the entry has its own', () => {
  const config = email.Config.parse({ to: 'ada@example.com', auth_password_file: '/own' });
  expect(email.complete(config, {}).problems).toEqual([
    'needs smarthost, here or as smtp_smarthost in global',
    'needs from, here or as smtp_from in global',
  ]);
  const globals = { smtp_smarthost: 'a:25', smtp_from: 'b@c', smtp_auth_password: 'x', smtp_require_tls: false };
  expect(email.complete(config, globals)).toEqual({
    problems: [],
    config: { ...config, smarthost: 'a:25', from: 'b@c', require_tls: false },
  });
});
