import type { HealthReport, HealthStatus, Probe, SeenInstance, Target } from '@seaworthy/api';
import type { SearchPatch } from '../../navigation/address.ts';
import type { Seen } from './check-matrix.ts';
import { cellOf, wholeOf } from './check-matrix.ts';
import { worse } from './health-order.ts';

/** One thing that is not well, or of which nobody knows. */
export interface NotWell {
  readonly key: string;
  readonly status: HealthStatus;
  readonly what: string;
  readonly why: string;
  readonly since: string | null;
  /** Opens its details on this page. */
  readonly open?: SearchPatch;
}

/** What was read; undefined is not there yet, or not allowed. */
export interface Known {
  readonly instances?: readonly SeenInstance[] | undefined;
  readonly own?: HealthReport | undefined;
  readonly targets?: readonly Target[] | undefined;
  readonly probes?: readonly Probe[] | undefined;
}

export function notWellOf({ instances = [], own, targets = [], probes = [] }: Known): readonly NotWell[] {
  const all = [
    ...instances.flatMap(ofInstance),
    ...(own === undefined ? [] : ofOwn(own)),
    ...targets.filter(({ health }) => health === 'down').map(ofTarget),
    ...probes.filter(({ health, lastLook }) => health === 'down' || (health === 'unknown' && lastLook)).map(ofProbe),
  ];
  return all.sort((a, b) => worse(a.status, b.status));
}

/** Its checks when they say why; else the whole of it. */
function ofInstance(instance: SeenInstance): NotWell[] {
  const { id, report } = instance;
  const names = Object.keys(report?.checks ?? {});
  const whole = wholeOf(instance);
  const bad = names.flatMap((check): NotWell[] => {
    const cell = cellOf(instance, check);
    if (cell === null || cell.status === 'healthy') return [];
    return [said(`${id} ${check}`, `${check} of ${id}`, cell, { instance: id, check })];
  });
  if (whole.status === 'healthy' || (bad.length > 0 && whole.since !== null)) return bad;
  return [said(id, id, whole, { instance: id })];
}

export const ownName = 'control-plane';

function ofOwn({ checks }: HealthReport): NotWell[] {
  return Object.entries(checks)
    .filter(([, { status }]) => status !== 'healthy')
    .map(([check, seen]) => {
      const open = { instance: ownName, check };
      return said(
        `${ownName} ${check}`,
        `${check.replaceAll('_', ' ')} of the control plane`,
        { ...seen, since: null },
        open,
      );
    });
}

function said(key: string, what: string, { status, message, since }: Seen, open: SearchPatch): NotWell {
  return { key, status, what, why: message, since, open };
}

function ofTarget({ job, instance, lastError }: Target): NotWell {
  const what = `${instance} of ${job} cannot be scraped`;
  return { key: `target ${job} ${instance}`, status: 'unhealthy', what, why: lastError, since: null };
}

function ofProbe({ name, kind, health, reason }: Probe): NotWell {
  const what = kind === 'push' ? `No sign of life of ${name}` : `Probe ${name}`;
  const status = health === 'down' ? 'unhealthy' : 'unknown';
  return { key: `probe ${name}`, status, what, why: reason, since: null };
}
