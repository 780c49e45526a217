import { routes } from '@seaworthy/api';
import { Labels, MemoryStorage } from '@seaworthy/promql';
import { expect, it } from 'vitest';
import { loadDashboards } from '../watch/dashboards/load-dashboards.ts';
import { createDashboardHandlers } from './dashboards.ts';

const NOW = Date.UTC(2030, 0, 31, 12);
const HOUR = 3_600_000;

const dashboards = loadDashboards({ files: [], directory: '/' }).dashboards();

function handlersOver(querier = new MemoryStorage()) {
  return createDashboardHandlers({
    watch: { dashboards: () => dashboards, sampling: { querier } },
    clock: { now: () => NOW },
  });
}

function storeOf(metric: string, labels: Readonly<Record<string, string>>, atMs: number): MemoryStorage {
  const store = new MemoryStorage();
  store.append(Labels.from({ __name__: metric, ...labels }), atMs, 1);
  return store;
}

it('lists dashboards without their panels', async () => {
  const answer = await handlersOver().dashboards();
  expect(routes.dashboards.response.parse(answer)).toEqual(answer);
  expect(answer.items[1]).toEqual({
    ...{ name: 'pipeline', title: 'Pipeline Performance', tags: ['pipeline'], source: 'preset', file: null },
    ...{ description: expect.any(String), panels: 6, hasData: false },
  });
});

it('gives one with everything in it', async () => {
  const answer = await handlersOver().dashboard({ params: { name: 'business' } });
  expect(routes.dashboard.response.parse(answer)).toEqual(answer);
  expect(answer.rows[0]?.panels[0]).toMatchObject({ id: 'doorbell-triggers', title: 'Doorbell Triggers' });
  await expect(handlersOver().dashboard({ params: { name: 'nope' } })).rejects.toMatchObject({ code: 'not_found' });
});

it('tells which of them have data: of the last hour, and of the right job', async () => {
  const withData = async (store: MemoryStorage) => {
    const { items } = await handlersOver(store).dashboards();
    return items.filter(({ hasData }) => hasData).map(({ name }) => name);
  };
  expect(await withData(storeOf('asr_health', { check: 'queue' }, NOW - 1))).toEqual(['asr']);
  expect(await withData(storeOf('asr_health', { check: 'queue' }, NOW - 2 * HOUR))).toEqual([]);
  expect(await withData(storeOf('notifications_sent_total', { job: 'seaworthy' }, NOW))).toEqual([]);
  expect(await withData(storeOf('notifications_sent_total', { job: 'doorbell' }, NOW))).toEqual(['business']);
});

it('says that it does not know when the store cannot be asked', async () => {
  const store = new MemoryStorage();
  store.series = () => Promise.reject(new Error('gone')) as never;
  const { items } = await handlersOver(store).dashboards();
  expect(items.map(({ hasData }) => hasData)).toEqual(items.map(() => null));
});
