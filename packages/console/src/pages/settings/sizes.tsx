import type { TelemetryStore } from '@seaworthy/api';
import { formatRatio } from '../../text/format.ts';
import { formatBytes } from '../../text/units.ts';

export interface SizesProps {
  readonly stores: readonly TelemetryStore[];
  readonly auditBytes: number | undefined;
}

interface Size {
  readonly name: string;
  readonly bytes: number | undefined;
  readonly limit: number | null;
}

/** How much each store takes; a bar shows how near its limit it is, where it has one. */
export function Sizes({ stores, auditBytes }: SizesProps) {
  const sizes: Size[] = [
    ...stores.map(({ name, diskBytes, diskLimitBytes }) => ({ name, bytes: diskBytes, limit: diskLimitBytes })),
    { name: 'audit', bytes: auditBytes, limit: null },
  ];
  const total = sizes.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return (
    <dl className="sizes">
      {sizes.map((size) => (
        <Row key={size.name} size={size} />
      ))}
      <div className="sizes-total">
        <dt>together</dt>
        <dd>{formatBytes(total)}</dd>
      </div>
    </dl>
  );
}

function Row({ size: { name, bytes, limit } }: { size: Size }) {
  const share = bytes === undefined || limit === null ? null : Math.min(1, bytes / limit);
  return (
    <div>
      <dt>{name}</dt>
      <dd>{bytes === undefined ? <span className="soft">not known</span> : formatBytes(bytes)}</dd>
      <dd className="sizes-limit">
        {share === null ? (
          <span className="soft">no limit of its own</span>
        ) : (
          <>
            <span className="sizes-bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className="soft">
              {formatRatio(share)} of {formatBytes(limit ?? 0)}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
