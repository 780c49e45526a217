import { Text } from '@seaworthy/kit/config';
import { z } from 'zod';

const TlsKeys = z.strictObject({
  cert: Text.optional().describe('Certificate of the listener, in PEM, with those between it and the root.'),
  key: Text.optional().describe('Its private key, in PEM; only its owner may read the file.'),
  minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2').describe('The oldest version that is spoken.'),
});

/** `server.tls:` as it may be written. Half of it would silently listen without TLS. */
export const TlsSection = TlsKeys.superRefine(({ cert, key }, context) => {
  if ((cert === undefined) === (key === undefined)) return;
  const [given, absent] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
  const params = { fix: `Add "${absent}: PATH" beside it.` };
  context.addIssue({ code: 'custom', path: [given], message: `is given without server.tls.${absent}`, params });
});
