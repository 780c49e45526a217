import type { Panel } from '@seaworthy/api';
import { Mark } from '../../components/mark.tsx';
import { stateLooks, stateOf } from './panel-state.ts';

/** What the thresholds say of a value, by icon and word; unknown where nobody knows the value. */
export function StateMark({ value, panel }: { value: number; panel: Panel }) {
  if (Number.isNaN(value)) return <Mark tone="plain" icon="question" word="unknown" />;
  const state = stateOf(value, panel);
  return state === undefined ? null : <Mark {...stateLooks[state]} />;
}
