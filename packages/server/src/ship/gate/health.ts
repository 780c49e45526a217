import type { Clock } from '../../platform/clock.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Address, GateVerdict } from './verdict.ts';
import { fail, pass, urlOf } from './verdict.ts';

export interface HealthRules {
  readonly path: string;
  readonly intervalMs: number;
  /** Of one request. */
  readonly timeoutMs: number;
  /** For all of them to become healthy. */
  readonly deadlineMs: number;
}

/** Until the interval is reached the pause doubles from here: a service that starts in 200 ms is not made to wait 5 s. */
const FIRST_PAUSE_MS = 50;

/**
 * Passes when every address is healthy at one and the same look, fails at the deadline with what was seen last.
 * Rejects with the signal's reason as soon as it aborts, also in the middle of a request.
 */
export async function awaitHealthy(
  addresses: readonly Address[],
  rules: HealthRules,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<GateVerdict> {
  const deadline = clock.monotonicMs() + rules.deadlineMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, rules.intervalMs)) {
    const verdicts = await Promise.all(addresses.map((address) => askHealth(address, rules, signal)));
    const bad = verdicts.find(({ verdict }) => verdict !== 'pass');
    if (bad === undefined) return pass(`${addresses.length} of ${addresses.length} healthy at ${rules.path}`);
    if (clock.monotonicMs() + pauseMs > deadline) return tooLate(verdicts, bad, rules);
    await clock.sleep(pauseMs, signal);
  }
}

export async function askHealth(
  address: Address,
  rules: Pick<HealthRules, 'path' | 'timeoutMs'>,
  signal?: AbortSignal,
): Promise<GateVerdict> {
  try {
    return judgeHealth(await ask({ url: urlOf(address, rules.path), timeoutMs: rules.timeoutMs, signal }));
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    return fail(`GET ${rules.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What services say when all is well; the kit's own word is `healthy`. `degraded` is not yet well enough to be let in. */
const wellWords = new Set(['healthy', 'ok', 'up', 'pass', 'passing', 'alive', 'ready', 'running', 'success', 'green']);

/** HTTP 200; and when the body is a JSON object with a word as its `status`, that word has to be a good one. */
export function judgeHealth({ status, body }: Pick<Answer, 'status' | 'body'>): GateVerdict {
  if (status !== 200) return fail(`answered ${status}, 200 is needed`, excerpt(body));
  const word = statusWord(body);
  if (word === undefined) return pass('answered 200');
  if (wellWords.has(word.toLowerCase())) return pass(`answered 200, status ${word}`);
  return fail(`answered 200 but its status is "${word.slice(0, 40)}", "healthy" is needed`, excerpt(body));
}

function statusWord(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('status' in parsed)) return undefined;
    return typeof parsed.status === 'string' ? parsed.status : undefined;
  } catch {
    // Not JSON: a plain page with 200 is an answer too.
    return undefined;
  }
}

function tooLate(verdicts: readonly GateVerdict[], bad: GateVerdict, { deadlineMs }: HealthRules): GateVerdict {
  const healthy = verdicts.filter(({ verdict }) => verdict === 'pass').length;
  const said = `${healthy} of ${verdicts.length} healthy after ${Math.round(deadlineMs / 100) / 10} s: ${bad.reason}`;
  return fail(said, bad.detail);
}

function excerpt(body: string): string {
  return body.slice(0, 500);
}
