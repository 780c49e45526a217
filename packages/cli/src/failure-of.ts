import { ApiError, ApprovalNeededError, errors, UnreachableError } from '@seaworthy/api';
import type { ExitCode, Failure } from './failure.ts';
import { CliError, ConfigRefusal, cliFailures, exitCodes, ServerRefusal } from './failure.ts';

/** Finds what to tell, and the exit code, for anything that a verb threw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CliError) {
    const { code, message, hint, exit, excerpt } = error;
    return { code, message, hint, exit, ...(excerpt === undefined ? {} : { excerpt }) };
  }
  if (error instanceof ConfigRefusal) {
    const { message, problems } = error;
    return { code: 'config_invalid', message, problems, ...cliFailures.config_invalid };
  }
  if (error instanceof ServerRefusal) {
    const code = error.exit === exitCodes.usage ? 'config_invalid' : 'start_failed';
    return { code, message: error.words, hint: cliFailures[code].hint, exit: error.exit, isWhole: true };
  }
  if (error instanceof ApprovalNeededError) {
    const { message, hint, approval } = error;
    const details = [{ path: 'approval', message: approval.id }];
    return { code: 'approval_needed', message, hint, details, exit: cliFailures.approval_needed.exit };
  }
  if (error instanceof ApiError) {
    const { code, message, hint, requestId, details } = error;
    return { code, message, hint, requestId, details, exit: exitOf(code) };
  }
  if (error instanceof UnreachableError) {
    const tls = tlsHint(error);
    const hint = tls === undefined ? {} : { hint: tls };
    return { code: 'unreachable', message: error.message, ...cliFailures.unreachable, ...hint };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, ...cliFailures.internal };
}

/** What to do when somebody answers, and TLS stands between us. */
function tlsHint(error: Error): string | undefined {
  const codes: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if ('code' in each) codes.push(String(each.code));
  }
  const code = codes.find((each) => /CERT|SIGNATURE|ISSUER|ALTNAME|SSL|EPROTO/.test(each));
  if (code === undefined) return undefined;
  if (/SSL|EPROTO/.test(code)) return 'It seems to speak plain HTTP there: write http://, or name the right port.';
  if (/ALTNAME/.test(code)) return 'Its certificate names another host: use that name in --url.';
  return `Its certificate is not trusted (${code}): name the file that signs it with --ca or SEAWORTHY_CA.`;
}

function exitOf(code: string): ExitCode {
  return (errors as Readonly<Record<string, { exit: ExitCode } | undefined>>)[code]?.exit ?? 1;
}
