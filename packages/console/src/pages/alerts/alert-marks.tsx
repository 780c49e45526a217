import type { Alert } from '@seaworthy/api';
import { Badge, Mark } from '../../components/badge.tsx';
import { seenState, severityTone } from './alert-words.ts';

export function AlertStateMark({ alert }: { alert: Alert }) {
  switch (seenState(alert)) {
    case 'firing':
      return <Mark tone={severityTone(alert.severity)} icon="bell" word="firing" />;
    case 'pending':
      return <Mark tone="busy" icon="clock" word="pending" />;
    case 'silenced':
      return <Mark tone="plain" icon="mute" word="silenced" />;
    case 'inhibited':
      return <Mark tone="plain" icon="pause" word="inhibited" />;
    case 'muted':
      return <Mark tone="plain" icon="moon" word="quiet hours" />;
  }
}

export function SeverityBadge({ severity }: { severity: string }) {
  return severity === '' ? null : <Badge tone={severityTone(severity)}>{severity}</Badge>;
}
