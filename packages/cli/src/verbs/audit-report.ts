import type { ExitCode } from '../failure.ts';
import { complianceText } from '../text/compliance.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation } from '../verb.ts';

interface ReportOptions {
  readonly since?: string;
  readonly until?: string;
}

/** The whole trail is read for it. */
const answerMs = 600_000;

export async function report({ options, host, output, connect }: Invocation<ReportOptions>): Promise<ExitCode> {
  const moment = (text: string | undefined) => text && new Date(parseWhen(text, host.now())).toISOString();
  const query = { since: moment(options.since), until: moment(options.until) };
  const made = await connect({ answerMs }).client.call('auditReport', { query });
  output.answer(made, () => complianceText(made));
  return made.verification.verdict === 'not_whole' ? 1 : 0;
}
