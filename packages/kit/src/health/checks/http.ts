import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/clock.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { Answer } from './dependency.ts';
import { judgeAnswer, withinTime } from './dependency.ts';

export interface HttpCheckOptions {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Which statuses are good. Default 200 to 399. */
  readonly isGood?: (status: number) => boolean;
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** Slower answers are degraded. Default 1 s. */
  readonly slowMs?: number;
  readonly clock?: Clock;
}

const isSuccess = (status: number) => status >= 200 && status < 400;

/** Something that answers HTTP: the whole answer counts, over a connection of its own. Redirects are not followed. */
export function httpCheck(options: HttpCheckOptions): HealthCheck {
  const { timeoutMs = 5000, slowMs = 1000, clock = systemClock } = options;
  const url = new URL(options.url);
  if (!/^https?:$/.test(url.protocol))
    throw new TypeError(`an HTTP check needs an http or https URL, not ${url.protocol}`);
  const time = { timeoutMs, clock };
  return (signal) =>
    judgeAnswer({ slowMs, clock, ask: () => withinTime({ ...time, signal }, (over) => ask(url, options, over)) });
}

function ask(url: URL, options: HttpCheckOptions, signal: AbortSignal): Promise<Answer> {
  const { method = 'GET', headers = {}, isGood = isSuccess } = options;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const judge = (response: IncomingMessage) => {
      const status = response.statusCode ?? 0;
      response.on('error', reject).on('end', () => {
        if (isGood(status)) resolve({ message: `answers ${status}`, details: { status } });
        else reject(new Error(`it answered ${status}`));
      });
      response.resume();
    };
    // An agent of its own would keep the connection: a check has to see that one can be made.
    send(url, { method, headers, agent: false, signal }, judge).on('error', reject).end();
  });
}
