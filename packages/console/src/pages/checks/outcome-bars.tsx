import { useNow } from '../../live/use-now.ts';
import { formatSpan } from '../../text/spans.ts';
import { outcomesOf, outcomesText } from './outcomes.ts';
import './outcome-bars.css';

export interface OutcomeBarsProps {
  /** Seconds since 1970, a step apart. */
  readonly times: readonly number[];
  /** 1 is well, 0 is not; null: nobody knows. */
  readonly values: readonly (number | null)[];
  readonly isTall?: boolean;
}

/** The last looks as small bars: low ones are well, high ones are not, a line is unknown. The same is read aloud. */
export function OutcomeBars({ times, values, isTall = false }: OutcomeBarsProps) {
  const now = useNow(30_000);
  const outcomes = outcomesOf(values);
  const [first = 0, second = first] = times;
  const over = formatSpan(times.length * (second - first) * 1000);
  const words = outcomesText(over, times, outcomes, now);
  return (
    <span className={`outcomes ${isTall ? 'tall' : ''}`} role="img" aria-label={words} title={words}>
      {outcomes.map((outcome, index) => (
        <span key={times[index]} className={outcome} />
      ))}
    </span>
  );
}
