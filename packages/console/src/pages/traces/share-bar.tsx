import './share-bar.css';

/** A share as the part of a bar that is filled; a number stands beside it. */
export function ShareBar({ share }: { share: number }) {
  return (
    <span className="share-bar">
      <span style={{ width: `${Math.min(1, share) * 100}%` }} />
    </span>
  );
}
