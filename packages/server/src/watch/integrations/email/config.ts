import { hints, Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, notBoth, Template } from '../fields.ts';
import { TlsConfig } from '../http/http-config.ts';

const HostAndPort = Text.regex(/^.+:\d{1,5}$/).register(hints, {
  expected: 'a host and port',
  example: 'smtp.example.com:587',
  verbatim: true,
});

export const EmailConfig = z
  .strictObject({
    ...common(false),
    to: Template,
    from: Template.optional(),
    hello: Text.optional(),
    smarthost: HostAndPort.optional(),
    auth_username: Text.optional(),
    auth_password: Secret.optional(),
    auth_password_file: Text.optional(),
    auth_secret: Secret.optional(),
    auth_secret_file: Text.optional(),
    auth_identity: Text.optional(),
    headers: z.record(z.string(), Template).default({}),
    html: Template.default('{{ template "email.default.html" . }}'),
    text: Template.default('{{ template "email.default.text" . }}'),
    require_tls: z.boolean().optional().describe('On unless switched off.'),
    force_implicit_tls: z.boolean().optional().describe('TLS from the first byte; on port 465 it is so anyway.'),
    tls_config: TlsConfig.optional(),
    threading: z.strictObject({ enabled: z.boolean().default(false), thread_by_date: Text.optional() }).optional(),
  })
  .superRefine(notBoth('auth_password', 'auth_password_file'))
  .superRefine(notBoth('auth_secret', 'auth_secret_file'));
export type EmailConfig = z.output<typeof EmailConfig>;
