import type { ReportedDeployment } from '@seaworthy/api';
import type { AuditEntry } from '@seaworthy/kit/audit';

const mostListed = 500;

const outcomes: Readonly<Record<string, string>> = {
  'deployment.complete': 'completed',
  'deployment.fail': 'failed',
  'deployment.refuse': 'refused',
  'deployment.end_rolled_back': 'rolled_back',
  'deployment.dry_run': 'dry_run',
};

/** Deployments, put together from what was recorded of each. */
export class ReportedDeployments {
  readonly #byId = new Map<string, ReportedDeployment>();
  #count = 0;

  take({ action, resource, time, reason, data }: AuditEntry): void {
    if (!action.startsWith('deployment.')) return;
    const id = resource.replace(/^deployments\//, '');
    const before = this.#byId.get(id);
    if (before === undefined) this.#count += 1;
    const { version, fromVersion, requestedBy } = mapping(data);
    const outcome = outcomes[action] ?? null;
    this.#byId.set(id, {
      id,
      version: textOr(version, before?.version),
      fromVersion: textOr(fromVersion, before?.fromVersion),
      requestedBy: textOr(requestedBy, before?.requestedBy),
      startedAt: action === 'deployment.start' ? time : (before?.startedAt ?? null),
      endedAt: outcome === null ? (before?.endedAt ?? null) : time,
      outcome: outcome ?? before?.outcome ?? null,
      reason: reason ?? before?.reason ?? null,
    });
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > mostListed && oldest !== undefined) this.#byId.delete(oldest);
  }

  told() {
    const items = [...this.#byId.values()];
    return { count: this.#count, items, omitted: this.#count - items.length };
  }
}

function mapping(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
}

function textOr(value: unknown, before: string | null | undefined): string | null {
  return typeof value === 'string' ? value : (before ?? null);
}
