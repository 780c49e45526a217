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

type Handler = (request: PrometheusRequest) => Success | Promise<Success>;

interface ApiRoute {
  readonly handle: Handler;
  /** Its parameters may come as a form, for they can be long. */
  readonly takesForm?: true;
}

const LOOKBACK_MS = 5 * 60_000;
const LABEL_VALUES = /^\/label\/(.*)\/values$/;

/** Prometheus' HTTP API, version 1. What a caller did wrong is an answer; what is wrong with us is thrown. */
export function createPrometheusApi(
  options: PrometheusApiOptions,
): (request: PrometheusRequest) => Promise<PrometheusAnswer> {
  const routes = routesFor(options);
  const labelValues = (label: string): ApiRoute => ({
    handle: (request) => getLabelValues(options.querier, request, label),
  });
  return async (request) => {
    const label = LABEL_VALUES.exec(request.path)?.[1];
    const route = label === undefined ? routes.get(request.path) : labelValues(label);
    try {
      if (route === undefined) throw new ApiFailure('not_found', `path ${request.path} was not found`);
      refuseMethod(route, request);
      return successAnswer(await route.handle(request));
    } catch (error) {
      if (error instanceof ApiFailure) return failureAnswer(error);
      throw error;
    }
  };
}

function refuseMethod({ takesForm }: ApiRoute, { method, path }: PrometheusRequest): void {
  if (method === 'GET' || (method === 'POST' && takesForm)) return;
  throw new ApiFailure('not_allowed', `${path} does not answer to ${method}`);
}

function routesFor(options: PrometheusApiOptions): ReadonlyMap<string, ApiRoute> {
  const { querier, clock, targets, ruleGroups, version, shownConfig = () => '', alertmanagers = () => [] } = options;
  const { places = 20, queue = 200, timeoutMs = 120_000 } = options;
  const startedAtMs = clock.now();
  const parts: QueryParts = { ...options, timeoutMs, gate: new Gate({ clock, places, queue }) };
  const form = (handle: Handler): ApiRoute => ({ handle, takesForm: true });
  return new Map<string, ApiRoute>([
    ['/query', form((request) => instantQuery(parts, request))],
    ['/query_range', form((request) => rangeQuery(parts, request))],
    ['/query_exemplars', form(() => said([]))],
    ['/format_query', form(formatQuery)],
    ['/series', form((request) => getSeries(querier, request))],
    ['/labels', form((request) => getLabelNames(querier, request))],
    ['/metadata', { handle: (request) => getMetadata(targets, request) }],
    ['/targets', { handle: (request) => getTargets(targets, request) }],
    ['/targets/metadata', { handle: (request) => getTargetMetadata(targets, request) }],
    ['/scrape_pools', { handle: () => getScrapePools(targets) }],
    ['/rules', { handle: (request) => getRules(ruleGroups(), request) }],
    ['/alerts', { handle: () => getAlerts(ruleGroups()) }],
    ['/alertmanagers', { handle: () => said(alertmanagersView(alertmanagers())) }],
    ['/status/buildinfo', { handle: () => getBuildInfo(version) }],
    ['/status/runtimeinfo', { handle: () => getRuntimeInfo(startedAtMs) }],
    ['/status/config', { handle: () => said({ yaml: shownConfig() }) }],
    ['/status/flags', { handle: () => getFlags({ lookbackMs: LOOKBACK_MS, timeoutMs, places }) }],
  ]);
}

function alertmanagersView(urls: readonly string[]) {
  return { activeAlertmanagers: urls.map((url) => ({ url })), droppedAlertmanagers: [] };
}
