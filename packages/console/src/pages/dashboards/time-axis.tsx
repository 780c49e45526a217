import { tickText } from '../../components/time-ticks.ts';

/** Beginning, middle and end of what stands above it. */
export function TimeAxis({ times }: { times: readonly number[] }) {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const isOverDays = last - first > 86_400;
  const middle = times[Math.floor(times.length / 2)] ?? first;
  return (
    <p className="time-axis soft" aria-hidden="true">
      {[first, middle, last].map((seconds, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places are the three of them.
        <span key={place}>{tickText(seconds, isOverDays ? 86_400 : 60)}</span>
      ))}
    </p>
  );
}
