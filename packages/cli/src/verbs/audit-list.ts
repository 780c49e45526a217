import type { AuditResult } from '@seaworthy/api';
import { auditTable } from '../text/audit.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageQuery, withMore } from './page.ts';

interface ListOptions extends PageOptions {
  readonly since?: string;
  readonly until?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly type?: string;
  readonly result?: AuditResult;
  readonly grep?: string;
}

export async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const { since, until, actor, action, resource, type, result, grep } = options;
  const moment = (text: string | undefined) => text && new Date(parseWhen(text, host.now())).toISOString();
  const filter = { since: moment(since), until: moment(until), actor, action, resource, type, result, text: grep };
  const page = await connect().client.call('auditEntries', { query: { ...pageQuery(options), ...filter } });
  output.answer(page, (style) =>
    page.items.length === 0 ? 'No entries.' : withMore(page, auditTable(page.items, style)),
  );
  return undefined;
}
