/** What is worth remembering of who came in, who did not, and who may: told as it happens, awaited before the answer. */
export interface AccessEvent {
  readonly type: 'authentication' | 'authorization' | 'security_event' | 'data_modification';
  readonly actor: string;
  /** `session.sign_in`, `user.add`, `token.revoke`. */
  readonly action: string;
  /** `user ann`, `token 0123`. */
  readonly resource: string;
  readonly result: 'success' | 'failure' | 'refused';
  readonly reason?: string;
  readonly sourceAddress?: string;
}

export type OnAccessEvent = (event: AccessEvent) => void | Promise<void>;

/** Who asks for a change, for what is told of it. */
export interface Asker {
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  readonly sourceAddress?: string | undefined;
}

/** A change that was made. */
export function changed(by: Asker, action: string, resource: string, reason?: string): AccessEvent {
  return { type: 'data_modification', actor: by.name, action, resource, result: 'success', ...said(by, reason) };
}

/** Sessions are signed by another key: when the one before was old, or because somebody asked. */
export function keyRotated({ from, to }: { readonly from: string; readonly to: string }): AccessEvent {
  const act = { type: 'security_event', actor: 'system', action: 'session_key.rotate' } as const;
  return { ...act, resource: 'keys/sessions', result: 'success', reason: `from ${from} to ${to}` };
}

export function said({ sourceAddress }: { readonly sourceAddress?: string | undefined }, reason?: string) {
  return { ...(reason === undefined ? {} : { reason }), ...(sourceAddress === undefined ? {} : { sourceAddress }) };
}
