import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { TlsError } from './tls-error.ts';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** A certificate that a listener can show, with what is told of it. */
export interface Certificate {
  readonly context: SecureContextOptions;
  /** Of the files' content: the same as long as nobody changed them. */
  readonly content: string;
  readonly expiresAtMs: number;
  /** SHA-256 of the certificate, as OpenSSL writes it: by this the command line on the same machine knows it. */
  readonly fingerprint: string;
}

/** Reads and tries both files. Throws TlsError. */
export async function readCertificate({ certFile, keyFile, minVersion }: CertificateFiles): Promise<Certificate> {
  const [cert, key] = [await readPem(certFile, 'server.tls.cert'), await readKey(keyFile)];
  const parsed = parse(certFile, () => new X509Certificate(cert));
  const privateKey = parse(keyFile, () => createPrivateKey(key));
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new TlsError('tls_mismatch', `${keyFile} is not the key of the certificate ${certFile}.`, {
      hint: 'Give the key that the certificate was asked for with; the first certificate in the file has to be our own.',
    });
  }
  const context = { cert, key, minVersion };
  parse(certFile, () => createSecureContext(context));
  const expiresAtMs = Date.parse(parsed.validTo);
  return { context, content: `${cert}\n${key}`, expiresAtMs, fingerprint: parsed.fingerprint256 };
}

async function readKey(file: string): Promise<string> {
  const key = await readPem(file, 'server.tls.key');
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return key;
  const message = `${file}, the key of the listener, can be read by others (mode ${(mode & 0o777).toString(8)}).`;
  throw new TlsError('tls_key_unsafe', message, { hint: `Run \`chmod 600 ${file}\`.` });
}

async function readPem(file: string, setting: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const hint = `Correct its path or rights: ${setting}.`;
    throw new TlsError('tls_unreadable', `${file} cannot be read: ${cause.code ?? cause.message}.`, { hint, cause });
  });
}

function parse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = 'It has to be PEM; a key must not ask for a passphrase.';
    throw new TlsError('tls_unreadable', `${file} is not understood: ${why}.`, { hint, cause });
  }
}
