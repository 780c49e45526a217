import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AtEnd } from '../platform/testing.ts';
import { atEndOfTest, testFolder } from '../platform/testing.ts';

export interface TestCertificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** Signs it. */
  readonly caFile: string;
  /** Puts a new key and a new certificate in the place of the old ones, as a renewal does. */
  renew(days?: number): void;
}

/** A certificate for localhost of an authority that nobody else trusts, made by OpenSSL. */
export async function testCertificate(atEnd: AtEnd = atEndOfTest): Promise<TestCertificate> {
  const folder = await testFolder(atEnd);
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=test authority');
  const renew = (days = 20) => {
    openssl(
      'req',
      ...key,
      '-keyout',
      'new.key',
      '-out',
      'new.csr',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    );
    const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
    openssl('x509', '-req', '-in', 'new.csr', ...sign, '-out', 'new.pem', '-days', `${days}`);
    chmodSync(at('new.key'), 0o600);
    copyFileSync(at('new.key'), at('tls.key'));
    chmodSync(at('tls.key'), 0o600);
    copyFileSync(at('new.pem'), at('tls.pem'));
  };
  renew();
  return { certFile: at('tls.pem'), keyFile: at('tls.key'), caFile: at('ca.pem'), renew };
}
