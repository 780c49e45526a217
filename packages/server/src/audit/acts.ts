import type { NewAuditEntry } from '@seaworthy/kit/audit';
import type { AuditTrail } from './trail.ts';

/** Recorded of what happens without a request. None of these waits, and none fails: the act goes on in any case. */
export interface Acts {
  /** A lifecycle of this control plane: `start`, `stop`, `takeover`, `lock_lost`. */
  controlPlane(what: 'start' | 'stop' | 'takeover' | 'lock_lost', data: object): void;
  configuration(change: ConfigurationChange): void;
  proxy(isUp: boolean): void;
  tokenMade(name: string): void;
  /** At start, another master key took the place of the one before; their ids. */
  masterKeyChanged(ids: { readonly from: string; readonly to: string }): void;
  /** A store was found damaged; what could not be read is set aside. */
  storeDamaged(store: string, message: string): void;
  /** A receiver of notifications stopped, or began again, to take them. */
  receiver(name: string, isFailing: boolean, reason?: string): void;
  instanceCrashLoop(id: string, data: object): void;
}

export interface ConfigurationChange {
  readonly via: 'start' | 'reload';
  /** SHA-256 of the settings as they are shown; undefined: none is known. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Why the new one was refused. */
  readonly refused?: string;
}

export function createActs(trail: Pick<AuditTrail, 'note'>): Acts {
  const note = (entry: Omit<NewAuditEntry, 'type' | 'actor' | 'result'> & Partial<NewAuditEntry>) =>
    trail.note({ type: 'system_change', actor: 'system', result: 'success', ...entry });
  return {
    controlPlane: (what, data) => note({ action: `control_plane.${what}`, resource: 'control_plane', data }),
    configuration({ via, before, after, refused }) {
      const result = refused === undefined ? 'success' : 'failure';
      const data = { via, before: before ?? null, after: after ?? null };
      note({ action: 'configuration.change', resource: 'configuration', result, reason: refused, data });
    },
    proxy: (isUp) =>
      isUp
        ? note({ action: 'proxy.restart', resource: 'proxy' })
        : note({ action: 'proxy.lost', resource: 'proxy', result: 'failure' }),
    tokenMade: (name) =>
      note({ type: 'authorization', action: 'token.create', resource: `tokens/${name}`, data: { via: 'start' } }),
    masterKeyChanged: (ids) =>
      note({ type: 'security_event', action: 'master_key.change', resource: 'secrets', data: ids }),
    storeDamaged: (store, message) =>
      note({
        type: 'security_event',
        action: 'store.damage_found',
        resource: `stores/${store}`,
        result: 'failure',
        reason: message,
      }),
    receiver: (name, isFailing, reason) =>
      isFailing
        ? note({ action: 'receiver.fail', resource: `receivers/${name}`, result: 'failure', reason })
        : note({ action: 'receiver.recover', resource: `receivers/${name}` }),
    instanceCrashLoop: (id, data) =>
      note({ action: 'instance.crash_loop', resource: `instances/${id}`, result: 'failure', data }),
  };
}
