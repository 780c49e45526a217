import { remoteUrl } from '../control-plane/connection.ts';
import { stateFolder } from '../control-plane/state-folder.ts';
import { CliError } from '../failure.ts';
import type { Invocation } from '../verb.ts';

export interface KeyOptions {
  readonly key?: string;
}

export interface TrustedKey {
  readonly keys: readonly string[];
  readonly from: 'given' | 'state folder' | 'server';
}

/**
 * Whose signature counts: the key that was given, else the one of the state folder on this machine. The server's own word
 * for its key is the last resort, and then it is said what that is worth.
 */
export async function trustedKey({ options, host, connect, output }: Invocation<KeyOptions>): Promise<TrustedKey> {
  const { localKey, readKey, AuditError } = await import('@seaworthy/server/audit');
  if (options.key !== undefined) {
    try {
      readKey(options.key);
    } catch (error) {
      if (error instanceof AuditError) throw new CliError('usage', error.message, { hint: error.hint });
      throw error;
    }
    return { keys: [options.key], from: 'given' };
  }
  const local = remoteUrl(options, host) === undefined ? localKey(stateFolder(options, host)) : undefined;
  if (local !== undefined) return { keys: [local], from: 'state folder' };
  output.note(
    'The key comes from the server itself: this shows that its answers fit together. Give the key that you keep by --key.',
  );
  return { keys: (await connect().client.call('auditKey', {})).keys, from: 'server' };
}
