import type { Clock } from '../../platform/clock.ts';
import type { Alerting } from '../alerting.ts';
import { getAlerts, getGroups, getReceivers, postAlerts } from './alert-handlers.ts';
import type { ApiAnswer, ApiRequest } from './answer.ts';
import { badRequest, ok, Unprocessable } from './answer.ts';
import { BadFilter } from './filters.ts';
import { deleteSilence, getSilence, getSilences, postSilence } from './silence-handlers.ts';
import { writtenTime } from './wire.ts';

export interface ApiOptions {
  readonly alerting: Alerting;
  readonly clock: Pick<Clock, 'now'>;
  /** Of Seaworthy. */
  readonly version: string;
  /** The configuration as it may be shown: without secrets. */
  readonly shownConfig: () => string;
}

interface Parts extends ApiOptions {
  readonly startedAt: number;
  readonly now: number;
}

type Handler = (parts: Parts, request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;

const VALIDATION_FAILED = 602;
const SILENCE = '/silence/';

const handlers: Readonly<Record<string, Handler>> = {
  'GET /alerts': ({ alerting, now }, request) => getAlerts(alerting, request, now),
  'POST /alerts': ({ alerting }, request) => postAlerts(alerting, request),
  'GET /alerts/groups': ({ alerting, now }, request) => getGroups(alerting, request, now),
  'GET /receivers': ({ alerting }) => getReceivers(alerting),
  'GET /silences': ({ alerting, now }, request) => getSilences(alerting, request, now),
  'POST /silences': ({ alerting, now }, request) => postSilence(alerting, request, now),
  'GET /silence/{id}': ({ alerting, now }, request) => getSilence(alerting, silenceId(request), now),
  'DELETE /silence/{id}': ({ alerting }, request) => deleteSilence(alerting, silenceId(request)),
  'GET /status': (parts) => ok(statusOf(parts)),
};

/** Methods and paths below `/api/v2`, for the reference. */
export const alertmanagerPaths: readonly string[] = Object.keys(handlers);

/** Alertmanager's API v2. What a caller did wrong is an answer; what is wrong with us is thrown. */
export function createAlertmanagerApi(options: ApiOptions): (request: ApiRequest) => Promise<ApiAnswer> {
  const startedAt = options.clock.now();
  return async (request) => {
    const handler = find(request);
    if (handler === undefined)
      return { status: 404, body: { code: 404, message: `path ${request.path} was not found` } };
    try {
      return await handler({ ...options, startedAt, now: options.clock.now() }, request);
    } catch (error) {
      if (error instanceof BadFilter) return badRequest(error.message);
      if (!(error instanceof Unprocessable)) throw error;
      return { status: 422, body: { code: VALIDATION_FAILED, message: error.message } };
    }
  };
}

function find({ method, path }: ApiRequest): Handler | undefined {
  const pattern = path.startsWith(SILENCE) ? `${SILENCE}{id}` : path;
  return handlers[`${method === 'HEAD' ? 'GET' : method} ${pattern}`];
}

function silenceId({ path }: ApiRequest): string {
  return path.slice(SILENCE.length);
}

function statusOf({ shownConfig, startedAt, version }: Parts) {
  return {
    cluster: { status: 'disabled' },
    config: { original: shownConfig() },
    uptime: writtenTime(startedAt),
    versionInfo: { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: '', version },
  };
}
