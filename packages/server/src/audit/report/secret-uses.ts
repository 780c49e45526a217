import type { ComplianceReport } from '@seaworthy/api';
import type { AuditEntry } from '@seaworthy/kit/audit';

const mostListed = 1000;

type Use = ComplianceReport['secrets'][number];

/** Which secrets were set and deleted, and by whom: names, and nothing of the values. */
export class SecretUses {
  readonly #byName = new Map<string, Use>();

  take({ action, resource, result, actor, time }: AuditEntry): void {
    const isSet = action === 'setSecret';
    if (result !== 'success' || !(isSet || action === 'deleteSecret')) return;
    const name = resource.replace(/^secrets\//, '');
    const { set = 0, deleted = 0, by = [] } = this.#byName.get(name) ?? {};
    if (!this.#byName.has(name) && this.#byName.size >= mostListed) return;
    const names = by.includes(actor) ? by : [...by, actor];
    this.#byName.set(name, {
      name,
      set: set + Number(isSet),
      deleted: deleted + Number(!isSet),
      by: names,
      lastAt: time,
    });
  }

  told(): Use[] {
    return [...this.#byName.values()].sort((left, right) => left.name.localeCompare(right.name, 'en'));
  }
}
