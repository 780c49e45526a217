import { createEngine, MemoryStorage } from '@seaworthy/promql';
import type { Clock } from '../../platform/clock.ts';
import { virtualClock } from '../../platform/testing.ts';
import type { PrometheusAnswer } from './answer.ts';
import type { PrometheusApiOptions } from './prometheus-api.ts';
import { createPrometheusApi } from './prometheus-api.ts';

export const noTargets = { targets: () => [], dropped: () => [] };

/** The API over a few series, as a function from what stands in an address to what comes back. */
export function testApi(over: Partial<PrometheusApiOptions> = {}, clock: Clock = virtualClock(1_000_000)) {
  const api = createPrometheusApi({
    engine: createEngine(),
    querier: testStorage(),
    targets: noTargets,
    ruleGroups: () => [],
    version: '1.2.3',
    clock,
    ...over,
  });
  const ask = async (path: string, parameters: [string, string][] = [], signal = new AbortController().signal) =>
    api({ method: 'GET', path, parameters: new URLSearchParams(parameters), signal });
  const get = async (path: string, parameters: Readonly<Record<string, string>> = {}) =>
    read(await ask(path, Object.entries(parameters)));
  return { api, ask, get };
}

export function read(answer: PrometheusAnswer) {
  const body = JSON.parse([...answer.body].join(''));
  answer.finished();
  return { status: answer.status, body };
}

function testStorage(): MemoryStorage {
  const storage = new MemoryStorage();
  const times = Array.from({ length: 101 }, (_, index) => index * 10_000);
  const counter = (step: number) => times.map((at) => [at, (at / 10_000) * step] as const);
  storage.add({ __name__: 'requests_total', instance: 'a', job: 'api' }, counter(1));
  storage.add({ __name__: 'requests_total', instance: 'b', job: 'api' }, counter(2));
  storage.add({ __name__: 'odd', 'a.b': '<"é"\n>' }, [[999_500, 1e-7]]);
  return storage;
}
