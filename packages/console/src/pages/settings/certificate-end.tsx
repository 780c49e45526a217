import { Mark } from '../../components/badge.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatUntil } from '../../text/spans.ts';

const dayMs = 86_400_000;

export interface CertificateEndProps {
  /** Undefined: there is none, or it is not known. */
  readonly expirySeconds: number | undefined;
  readonly isKnown: boolean;
}

/** Until when the certificate of the control plane's own listener holds. */
export function CertificateEnd({ expirySeconds, isKnown }: CertificateEndProps) {
  const now = useNow(60_000);
  if (expirySeconds === undefined) {
    if (!isKnown) return <span className="soft">not known</span>;
    return <span className="soft">none: {location.protocol === 'https:' ? 'not its own' : 'plain HTTP'}</span>;
  }
  const end = new Date(expirySeconds * 1000);
  const leftMs = end.getTime() - now;
  const words = `ends ${formatUntil(end.toISOString(), now)}`;
  return (
    <span title={end.toLocaleString('en-GB', { timeZoneName: 'short' })}>
      {leftMs <= 0 ? (
        <Mark tone="bad" icon="cross" word="has ended" />
      ) : leftMs < 30 * dayMs ? (
        <Mark tone="doubt" icon="warning" word={words} />
      ) : (
        <Mark tone="good" icon="check" word={words} />
      )}
    </span>
  );
}
