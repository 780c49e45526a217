import type { Alert, AlertGroup } from '@seaworthy/api';
import type { Tone } from '../../components/mark.tsx';

/** What people call it: what is kept quiet, by what keeps it so. */
export type SeenState = 'pending' | 'firing' | 'silenced' | 'inhibited' | 'muted';

export function seenState({ state, silencedBy, inhibitedBy }: Alert): SeenState {
  if (state !== 'suppressed') return state;
  if (silencedBy.length > 0) return 'silenced';
  return inhibitedBy.length > 0 ? 'inhibited' : 'muted';
}

export function severityTone(severity: string): Tone {
  if (severity === 'critical') return 'bad';
  return severity === 'warning' ? 'doubt' : 'plain';
}

/** The way to what is to be done about it; nothing else than a web address becomes a link. */
export function runbookOf({ runbook_url: url }: Readonly<Record<string, string>>): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
}

/** What it says of itself: the summary first, then the rest. */
export function textsOf({ summary, description, message, runbook_url: _, ...rest }: Readonly<Record<string, string>>) {
  const [first, ...others] = [summary, description, message].filter((text) => text !== undefined && text !== '');
  return { summary: first, others, rest: Object.entries(rest) };
}

/** The labels that do not stand elsewhere. */
export function ownLabels({ labels }: Alert, { groupLabels }: Pick<AlertGroup, 'groupLabels'>): [string, string][] {
  const said = new Set(['alertname', 'severity', ...Object.keys(groupLabels)]);
  return Object.entries(labels).filter(([name]) => !said.has(name));
}

/** How one integration stands with a group. */
export interface Standing {
  readonly integration: string;
  /** `due`: it is told at `at`. `would`: should it fire. `quiet`: nothing of it is told now. */
  readonly state: 'told' | 'waiting' | 'partly' | 'due' | 'would' | 'quiet';
  /** When it was told, or will be. */
  readonly at: string | null;
  /** Of `firing` alerts it was told of so many. */
  readonly known: number;
  readonly firing: number;
}

export function standingsOf(group: AlertGroup): Standing[] {
  const firing = group.alerts.filter(({ state }) => state === 'firing');
  return group.integrations.map((integration) => {
    const told = group.told.find((each) => each.integration === integration);
    const known = firing.filter(({ fingerprint }) => told?.alerts.includes(fingerprint)).length;
    const base = { integration, known, firing: firing.length };
    if (firing.length === 0) {
      const isPending = group.alerts.some(({ state }) => state === 'pending');
      return { ...base, state: isPending ? 'would' : 'quiet', at: told?.at ?? null };
    }
    if (told?.isWaiting) return { ...base, state: 'waiting', at: told.at };
    if (told && known === firing.length) return { ...base, state: 'told', at: told.at };
    return { ...base, state: known > 0 ? 'partly' : 'due', at: group.nextLookAt };
  });
}
