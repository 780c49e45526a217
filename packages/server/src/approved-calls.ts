import type { Route, RouteName } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { withContext } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import type { Performed, Performing } from './access/approvals/carry-out.ts';
import { approvedEntry } from './http/audit-entry.ts';
import { HttpError, toAnswer } from './http/errors.ts';
import type { CallContext, Handlers } from './http/handlers.ts';
import type { ReleaseStore } from './ship/release/store.ts';
import { sourceAt } from './ship/rollout/acts/prepare.ts';

export interface ApprovedCallParts {
  readonly handlers: Handlers;
  readonly releases: Pick<ReleaseStore, 'add'>;
  /** As callers reach us, for links in answers. */
  readonly origin: () => string;
  /** Into the audit trail; resolves also when it is held there. */
  readonly record: (entry: NewAuditEntry) => Promise<void>;
}

type AnyHandler = (input: unknown, context: CallContext) => unknown;

/** Makes a change that was approved, by the handler that would have made it at once. */
export function performApproved({ handlers, releases, origin, record }: ApprovedCallParts): Performing {
  return {
    async perform({ route: name, input, caller, approval }): Promise<Performed> {
      const requestKey = `approval ${approval}`;
      const from = { sourceAddress: 'approved', origin: origin(), requestId: `approval-${approval}` };
      const context = { caller, requestKey, signal: new AbortController().signal, ...from };
      try {
        const handler = handlers[name as keyof Handlers] as AnyHandler;
        const route: Route = routes[name as RouteName];
        // What other rooms tell meanwhile is of that request too.
        const output = await withContext({ approval }, async () => handler(input, context));
        return { ok: true, answer: route.response.parse(output) };
      } catch (error) {
        const { code, message } = toAnswer(error, context.requestId).body.error;
        return { ok: false, error: { code, message } };
      }
    },
    record: (change) => record(approvedEntry(change)),
    /** Files of a release are taken in when it is asked for: what is approved can then no longer change. */
    async prepare(name, input) {
      const { version, source, ...rest } = (input.body ?? {}) as Readonly<Record<string, unknown>>;
      if (name !== 'deploy' || typeof version !== 'string' || typeof source !== 'string') return input;
      await releases.add(version, await present(source));
      return { ...input, body: { ...rest, version } };
    },
  };
}

function present(source: string) {
  return sourceAt(source).catch(() => {
    const details = [{ path: 'body.source', message: 'cannot be read' }];
    throw new HttpError('bad_request', `There is nothing to read at ${source}.`, details);
  });
}
