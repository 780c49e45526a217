import type { Engine } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';
import type { Clock } from '../../platform/clock.ts';
import { Gate } from '../../platform/gate.ts';
import type { RuleGroup } from '../rules/evaluate/group.ts';
import type { PrometheusAnswer, PrometheusRequest, Success } from './answer.ts';
import { ApiFailure, failureAnswer, successAnswer } from './answer.ts';
import { getLabelNames, getLabelValues, getSeries } from './look-ups.ts';
import type { QueryParts } from './queries.ts';
import { formatQuery, instantQuery, rangeQuery } from './queries.ts';
import { getAlerts, getRules } from './rules.ts';
import { getBuildInfo, getFlags, getRuntimeInfo, said } from './status.ts';
import type { Targets } from './targets.ts';
import { getMetadata, getScrapePools, getTargetMetadata, getTargets } from './targets.ts';

export interface PrometheusApiOptions {
  readonly engine: Engine;
  readonly querier: Querier;
  readonly clock: Clock;
  /** Of Seaworthy. */
  readonly version: string;
  readonly targets: Targets;
  readonly ruleGroups: () => readonly RuleGroup[];
  /** Addresses of what takes the alerts. */
  readonly alertmanagers?: () => readonly string[];
  /** The configuration as it may be shown: without secrets. */
  readonly shownConfig?: () => string;
  /** Queries at a time (20), and how many may wait (200). */
  readonly places?: number;
  readonly queue?: number;
  /** What a query may take at most, waiting included: two minutes. */
  readonly timeoutMs?: number;
}

/** The options with their defaults, and what lives as long as the API. */
interface Parts extends QueryParts, Required<Pick<PrometheusApiOptions, 'alertmanagers' | 'shownConfig' | 'places'>> {
  readonly targets: Targets;
  readonly ruleGroups: () => readonly RuleGroup[];
  readonly version: string;
  readonly startedAtMs: number;
}

type Handler = (parts: Parts, request: PrometheusRequest) => Success | Promise<Success>;

interface ApiRoute {
  readonly handle: Handler;
  /** Its parameters may come as a form, for they can be long. */
  readonly takesForm?: true;
}

const LOOKBACK_MS = 5 * 60_000;
const LABEL_VALUES = /^\/label\/(.*)\/values$/;
const LABEL_VALUES_PATH = '/label/{name}/values';

const form = (handle: Handler): ApiRoute => ({ handle, takesForm: true });
const plain = (handle: Handler): ApiRoute => ({ handle });

const routes: ReadonlyMap<string, ApiRoute> = new Map([
  ['/query', form(instantQuery)],
  ['/query_range', form(rangeQuery)],
  ['/query_exemplars', form(() => said([]))],
  ['/format_query', form((_, request) => formatQuery(request))],
  ['/series', form(({ querier }, request) => getSeries(querier, request))],
  ['/labels', form(({ querier }, request) => getLabelNames(querier, request))],
  [LABEL_VALUES_PATH, plain(({ querier }, request) => getLabelValues(querier, request, labelIn(request.path) ?? ''))],
  ['/metadata', plain(({ targets }, request) => getMetadata(targets, request))],
  ['/targets', plain(({ targets }, request) => getTargets(targets, request))],
  ['/targets/metadata', plain(({ targets }, request) => getTargetMetadata(targets, request))],
  ['/scrape_pools', plain(({ targets }) => getScrapePools(targets))],
  ['/rules', plain(({ ruleGroups }, request) => getRules(ruleGroups(), request))],
  ['/alerts', plain(({ ruleGroups }) => getAlerts(ruleGroups()))],
  ['/alertmanagers', plain(({ alertmanagers }) => said(alertmanagersView(alertmanagers())))],
  ['/status/buildinfo', plain(({ version }) => getBuildInfo(version))],
  ['/status/runtimeinfo', plain(({ startedAtMs }) => getRuntimeInfo(startedAtMs))],
  ['/status/config', plain(({ shownConfig }) => said({ yaml: shownConfig() }))],
  ['/status/flags', plain(({ timeoutMs, places }) => getFlags({ lookbackMs: LOOKBACK_MS, timeoutMs, places }))],
]);

/** Methods and paths below `/api/v1`, for the reference. */
export const prometheusPaths: readonly string[] = [...routes].map(
  ([path, { takesForm }]) => `${takesForm ? 'GET, POST' : 'GET'} ${path}`,
);

/** Prometheus' HTTP API, version 1. What a caller did wrong is an answer; what is wrong with us is thrown. */
export function createPrometheusApi(
  options: PrometheusApiOptions,
): (request: PrometheusRequest) => Promise<PrometheusAnswer> {
  const parts = partsOf(options);
  return async (request) => {
    const { path } = request;
    const route = routes.get(labelIn(path) === undefined ? path : LABEL_VALUES_PATH);
    try {
      if (route === undefined) throw new ApiFailure('not_found', `path ${path} was not found`);
      refuseMethod(route, request);
      return successAnswer(await route.handle(parts, request));
    } catch (error) {
      if (error instanceof ApiFailure) return failureAnswer(error);
      throw error;
    }
  };
}

function labelIn(path: string): string | undefined {
  return LABEL_VALUES.exec(path)?.[1];
}

function refuseMethod({ takesForm }: ApiRoute, { method, path }: PrometheusRequest): void {
  if (method === 'GET' || (method === 'POST' && takesForm)) return;
  throw new ApiFailure('not_allowed', `${path} does not answer to ${method}`);
}

function partsOf(options: PrometheusApiOptions): Parts {
  const { clock, places = 20, queue = 200, timeoutMs = 120_000 } = options;
  const { shownConfig = () => '', alertmanagers = () => [] } = options;
  const gate = new Gate({ clock, places, queue });
  return { ...options, shownConfig, alertmanagers, places, timeoutMs, gate, startedAtMs: clock.now() };
}

function alertmanagersView(urls: readonly string[]) {
  return { activeAlertmanagers: urls.map((url) => ({ url })), droppedAlertmanagers: [] };
}
