import './skeleton.css';

/** The shape of what comes, at its size, so that nothing jumps when it is there. */
export function Skeleton({ height = '1rem', width = '100%' }: { height?: string; width?: string }) {
  return <div className="skeleton" style={{ height, width }} />;
}

/** Of a table or a list: rows at their height. */
export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  return (
    <div className="skeleton-rows" aria-busy="true">
      <span className="unseen" role="status">
        Loading
      </span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing differ in nothing else.
        <div key={row} className="skeleton-row">
          <div className="skeleton" style={{ width: `${70 - ((row * 17) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}
