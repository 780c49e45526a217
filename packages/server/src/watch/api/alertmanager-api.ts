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

type Handler = (request: ApiRequest, now: number) => ApiAnswer | Promise<ApiAnswer>;

const VALIDATION_FAILED = 602;

/** Alertmanager's API v2. What a caller did wrong is an answer; what is wrong with us is thrown. */
export function createAlertmanagerApi(options: ApiOptions): (request: ApiRequest) => Promise<ApiAnswer> {
  const handlers = handlersFor(options);
  return async (request) => {
    const handler = find(handlers, request);
    if (handler === undefined)
      return { status: 404, body: { code: 404, message: `path ${request.path} was not found` } };
    try {
      return await handler(request, options.clock.now());
    } catch (error) {
      if (error instanceof BadFilter) return badRequest(error.message);
      if (!(error instanceof Unprocessable)) throw error;
      return { status: 422, body: { code: VALIDATION_FAILED, message: error.message } };
    }
  };
}

function find(handlers: Readonly<Record<string, Handler>>, { method, path }: ApiRequest): Handler | undefined {
  const pattern = path.replace(/^\/silence\/.*$/, '/silence/*');
  return handlers[`${method === 'HEAD' ? 'GET' : method} ${pattern}`];
}

function handlersFor({ alerting, clock, version, shownConfig }: ApiOptions): Readonly<Record<string, Handler>> {
  const startedAt = clock.now();
  const silenceId = ({ path }: ApiRequest) => path.slice('/silence/'.length);
  return {
    'GET /alerts': (request, now) => getAlerts(alerting, request, now),
    'POST /alerts': (request) => postAlerts(alerting, request),
    'GET /alerts/groups': (request, now) => getGroups(alerting, request, now),
    'GET /receivers': () => getReceivers(alerting),
    'GET /silences': (request, now) => getSilences(alerting, request, now),
    'POST /silences': (request, now) => postSilence(alerting, request, now),
    'GET /silence/*': (request, now) => getSilence(alerting, silenceId(request), now),
    'DELETE /silence/*': (request) => deleteSilence(alerting, silenceId(request)),
    'GET /status': () =>
      ok({
        cluster: { status: 'disabled' },
        config: { original: shownConfig() },
        uptime: writtenTime(startedAt),
        versionInfo: { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: '', version },
      }),
  };
}
