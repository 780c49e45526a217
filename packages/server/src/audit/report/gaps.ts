import type { ReportGap } from '@seaworthy/api';
import type { AuditEntry } from '@seaworthy/kit/audit';

const mostListed = 500;

type Found = Pick<ReportGap, 'kind' | 'message'> & Partial<ReportGap>;

/** Entries by which the trail tells of what is not in it. */
const gapsByAction: Readonly<Record<string, (entry: AuditEntry, data: Readonly<Record<string, unknown>>) => Found>> = {
  'audit.resume': (_, { since, why, held, lost }) => ({
    kind: 'not_recorded',
    from: typeof since === 'string' ? since : null,
    message: `Nothing could be written (${why}): ${held} entries came later, ${lost} were lost.`,
  }),
  'audit.damage_found': ({ reason }, { movedTo }) => ({ kind: 'begun_anew', message: movedAside(reason, movedTo) }),
  'log.recover': () => ({ kind: 'recovered', message: 'A line that a crash cut off was removed.' }),
  'requests.refused': (_, { total }) => ({
    kind: 'summed_up',
    message: `${total} refused requests, like others before them, have no entry of their own.`,
  }),
};

/** What the trail itself says that it cannot tell: read from its entries, in their order. */
export class Gaps {
  readonly #found: ReportGap[] = [];
  #previous: AuditEntry | undefined;
  #stoppedAt: string | undefined;

  take(entry: AuditEntry): void {
    const before = this.#previous;
    if (before !== undefined && entry.time < before.time) {
      const message = `The clock went back, at entry ${entry.sequence}: the order is that of the numbers.`;
      this.#add({ kind: 'clock_back', from: entry.time, until: before.time, message });
    }
    this.#ofEntry(entry, before);
    this.#previous = entry;
  }

  told(): ReportGap[] {
    return this.#found;
  }

  #ofEntry(entry: AuditEntry, before: AuditEntry | undefined): void {
    const { action, time } = entry;
    if (action === 'control_plane.stop') this.#stoppedAt = time;
    else if (action === 'control_plane.takeover') this.#stoppedAt = before?.time;
    else if (action === 'control_plane.start') this.#started(time);
    const gap = gapsByAction[action]?.(entry, mapping(entry.data));
    if (gap !== undefined) this.#add({ from: null, until: time, ...gap });
  }

  #started(time: string): void {
    const from = this.#stoppedAt;
    this.#stoppedAt = undefined;
    if (from === undefined || from >= time) return;
    this.#add({ kind: 'not_running', from, until: time, message: 'No control plane ran.' });
  }

  #add(gap: ReportGap): void {
    this.#found.push(gap);
    if (this.#found.length > mostListed) this.#found.shift();
  }
}

function movedAside(reason = 'The log was damaged.', movedTo: unknown): string {
  const where = typeof movedTo === 'string' ? ` What was there lies in ${movedTo}.` : '';
  return `${reason}${where} The entries before this one are of another log.`;
}

function mapping(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
}
