import type { ReportedEntry } from '@seaworthy/api';
import type { AuditEntry } from '@seaworthy/kit/audit';

/** More than anybody reads; what is beyond is counted. */
const mostListed = 500;

/** The newest entries of one kind, and how many there were. */
export class Listed {
  readonly #items: ReportedEntry[] = [];
  #count = 0;

  take({ sequence, time, actor, action, resource, result, reason }: AuditEntry): void {
    this.#count += 1;
    this.#items.push({ sequence, time, actor, action, resource, result, reason: reason ?? null });
    if (this.#items.length > mostListed) this.#items.shift();
  }

  told() {
    return { count: this.#count, items: this.#items, omitted: this.#count - this.#items.length };
  }
}
