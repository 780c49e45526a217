import type { Clock } from '../platform/clock.ts';
import type { Certificate, CertificateFiles } from './certificate.ts';
import { readCertificate } from './certificate.ts';

export interface CertificateKeeper {
  readonly current: Certificate;
  /** Looks at the files now. Rejects, and keeps what is shown, when they cannot be used. */
  look(): Promise<void>;
  stop(): void;
}

export interface KeeperOptions {
  readonly files: CertificateFiles;
  readonly first: Certificate;
  readonly clock: Clock;
  readonly onNew: (certificate: Certificate) => void | Promise<void>;
  /** Files that cannot be used: told once, until they change or can be used. */
  readonly onProblem: (error: unknown) => void;
}

const lookEveryMs = 10_000;

/** Looks at the files of a certificate now and then: whoever renews it need not tell us. */
export function keepCertificate({ files, first, clock, onNew, onProblem }: KeeperOptions): CertificateKeeper {
  let current = first;
  let told = '';
  const look = async () => {
    const next = await readCertificate(files);
    told = '';
    if (next.content === current.content) return;
    current = next;
    await onNew(next);
  };
  const lookOrTell = async () => {
    await look().catch((error: unknown) => {
      const words = String(error);
      if (words !== told) onProblem(error);
      told = words;
    });
  };
  const stop = clock.every(lookEveryMs, lookOrTell);
  return {
    get current() {
      return current;
    },
    look,
    stop,
  };
}
