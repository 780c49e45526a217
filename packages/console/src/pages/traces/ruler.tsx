import type { PointerEvent } from 'react';
import { useRef, useState } from 'react';
import { formatUnit } from '../../text/units.ts';
import type { TimeView } from './time-view.ts';
import { placeIn, ticksOf } from './time-view.ts';

/** Further to the end there is no room for words. */
const lastLabelled = matchMedia('(max-width: 640px)').matches ? 0.78 : 0.9;

/** The time above the bars; drawing over a part of it zooms to that part. */
export function Ruler({ view, onView }: { view: TimeView; onView: (view: TimeView) => void }) {
  const scale = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const msAt = ({ clientX }: PointerEvent) => {
    const box = scale.current?.getBoundingClientRect();
    const share = box === undefined ? 0 : Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    return view.startMs + share * (view.endMs - view.startMs);
  };
  const finish = () => {
    setDrag(undefined);
    if (drag === undefined) return;
    const chosen = { startMs: Math.min(drag.from, drag.to), endMs: Math.max(drag.from, drag.to) };
    // A press without a move is no part.
    if ((chosen.endMs - chosen.startMs) / (view.endMs - view.startMs) > 0.01) onView(chosen);
  };
  const chosen = drag && placeIn(view, Math.min(drag.from, drag.to), Math.abs(drag.to - drag.from));
  return (
    <div className="ruler" aria-hidden="true">
      <span className="ruler-name soft">Draw over the time to zoom</span>
      <div
        ref={scale}
        className="ruler-scale"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: msAt(event), to: msAt(event) });
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, to: msAt(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
      >
        {ticksOf(view, 5).map((ms) => (
          <span key={ms} className="ruler-tick" style={{ left: `${placeIn(view, ms, 0).left * 100}%` }}>
            {placeIn(view, ms, 0).left < lastLabelled && formatUnit(ms, 'milliseconds')}
          </span>
        ))}
        {chosen && (
          <span className="ruler-chosen" style={{ left: `${chosen.left * 100}%`, width: `${chosen.width * 100}%` }} />
        )}
      </div>
      <span className="ruler-length">took</span>
    </div>
  );
}
