import type { ApprovalState } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';

export function ApprovalMark({ state }: { state: ApprovalState }) {
  switch (state) {
    case 'pending':
      return <Mark tone="doubt" icon="clock" word="waits" />;
    case 'carrying_out':
      return <Mark tone="busy" icon="turn" word="under way" spins />;
    case 'done':
      return <Mark tone="good" icon="check" word="done" />;
    case 'failed':
      return <Mark tone="bad" icon="cross" word="failed" />;
    case 'rejected':
      return <Mark tone="doubt" icon="cross" word="refused" />;
    case 'expired':
      return <Mark tone="plain" icon="dash" word="expired" />;
    case 'withdrawn':
      return <Mark tone="plain" icon="dash" word="withdrawn" />;
  }
}
