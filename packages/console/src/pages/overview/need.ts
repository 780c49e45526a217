import type {
  Alert,
  Approval,
  AuditEntry,
  NotificationRecord,
  Probe,
  Receiver,
  RuleGroup,
  Secret,
  ServiceStatus,
  Slo,
  Target,
  Token,
} from '@seaworthy/api';
import type { IconName } from '../../components/icon.tsx';

/** Something that a person has to see to. */
export interface Need {
  readonly key: string;
  readonly tone: 'bad' | 'doubt' | 'busy';
  readonly icon: IconName;
  readonly what: string;
  /** What to do about it. */
  readonly toDo: string;
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** What was read of everything that may need somebody; undefined: not read, or not theirs to see. */
export interface Known {
  readonly me: string;
  readonly status: ServiceStatus;
  readonly approvals?: readonly Approval[] | undefined;
  readonly alerts?: readonly Alert[] | undefined;
  readonly slos?: readonly Slo[] | undefined;
  readonly receivers?: readonly Receiver[] | undefined;
  /** Deliveries that were given up. */
  readonly givenUp?: readonly NotificationRecord[] | undefined;
  readonly rules?: readonly RuleGroup[] | undefined;
  readonly targets?: readonly Target[] | undefined;
  readonly probes?: readonly Probe[] | undefined;
  readonly tokens?: readonly Token[] | undefined;
  readonly secrets?: readonly Secret[] | undefined;
  /** Of stores that were found damaged. */
  readonly damage?: readonly AuditEntry[] | undefined;
  /** The control plane's own metrics, by name: the highest value of each. */
  readonly own?: ReadonlyMap<string, number> | undefined;
}
