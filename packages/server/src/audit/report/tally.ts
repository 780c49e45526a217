import type { AuditEntry } from '@seaworthy/kit/audit';
import { Counts } from './counts.ts';
import { ReportedDeployments } from './deployments.ts';
import { Gaps } from './gaps.ts';
import { Listed } from './listed.ts';
import { SecretUses } from './secret-uses.ts';

/** Told by the access room, whichever way the change was asked for. */
const accessChange = /^(?:user|role|token|second_factor)\./;
const approval = /^approval\.|^(?:approve|reject)$/;
const keyChanges: ReadonlySet<string> = new Set([
  ...['rotateKeys', 'master_key.change', 'session_key.rotate', 'key.rotate'],
]);

/** Adds up the entries of a period, one by one, in bounded memory. */
export class Tally {
  readonly #types = new Counts();
  readonly #results = new Counts();
  readonly #actors = new Counts();
  readonly #refused = new Listed();
  readonly #failed = new Listed();
  readonly #access = new Listed();
  readonly #approvals = new Listed();
  readonly #keys = new Listed();
  readonly #secrets = new SecretUses();
  readonly #deployments = new ReportedDeployments();
  readonly #gaps = new Gaps();
  #first: AuditEntry | undefined;
  #last: AuditEntry | undefined;
  #entries = 0;

  take(entry: AuditEntry): void {
    this.#first ??= entry;
    this.#last = entry;
    this.#entries += 1;
    this.#types.add(entry.type);
    this.#results.add(entry.result);
    this.#actors.add(entry.actor);
    if (entry.result === 'refused') this.#refused.take(entry);
    if (entry.result === 'failure') this.#failed.take(entry);
    if (entry.result === 'success' && accessChange.test(entry.action)) this.#access.take(entry);
    if (approval.test(entry.action)) this.#approvals.take(entry);
    if (keyChanges.has(entry.action)) this.#keys.take(entry);
    this.#secrets.take(entry);
    this.#deployments.take(entry);
    this.#gaps.take(entry);
  }

  get firstSequence(): number | null {
    return this.#first?.sequence ?? null;
  }

  get lastSequence(): number | null {
    return this.#last?.sequence ?? null;
  }

  told() {
    return {
      entries: this.#entries,
      byType: this.#types.told(),
      byResult: this.#results.told(),
      byActor: this.#actors.told(),
      refused: this.#refused.told(),
      failed: this.#failed.told(),
      accessChanges: this.#access.told(),
      approvals: this.#approvals.told(),
      keyChanges: this.#keys.told(),
      secrets: this.#secrets.told(),
      deployments: this.#deployments.told(),
      gaps: this.#gaps.told(),
    };
  }
}
