import type { Problem } from '@seaworthy/kit/config';
import { Labels } from '@seaworthy/promql';
import type { Field } from '../../yaml/field.ts';
import { Page } from '../../yaml/page.ts';
import type {
  AlertTest,
  ExpectedAlert,
  ExpectedSample,
  InputSeries,
  QueryTest,
  TestFile,
  TestGroup,
} from './definition.ts';
import { parseSeriesName, parseValues } from './series-notation.ts';

const FILE_KEYS = ['rule_files', 'evaluation_interval', 'group_eval_order', 'tests'] as const;
const GROUP_KEYS = [
  'name',
  'interval',
  'input_series',
  'alert_rule_test',
  'promql_expr_test',
  'external_labels',
  'external_url',
] as const;
const defaultIntervalMs = 60_000;

export interface ReadTestFile {
  readonly test: TestFile;
  readonly problems: readonly Problem[];
}

/** Reads a file of promtool's unit tests; all that is wrong with it is told at once. */
export function readTestFile(text: string, file: string): ReadTestFile {
  const page = new Page(text, file);
  const members = page.root.mapping(FILE_KEYS);
  const evaluationIntervalMs = members.get('evaluation_interval')?.durationMs() || defaultIntervalMs;
  const test = {
    ruleFiles: texts(members.get('rule_files')),
    evaluationIntervalMs,
    groupOrder: groupOrder(members.get('group_eval_order')),
    tests: (members.get('tests')?.items() ?? []).map((field) => testGroup(field, evaluationIntervalMs)),
  };
  return { test, problems: page.problems };
}

function texts(field: Field | undefined): string[] {
  return (field?.items() ?? []).flatMap((item) => item.text() ?? []);
}

function groupOrder(field: Field | undefined): string[] {
  const names = texts(field);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) field?.report(`group name repeated in evaluation order: ${repeated}`, 'Name it once.');
  return names;
}

function testGroup(field: Field, evaluationIntervalMs: number): TestGroup {
  const members = field.mapping(GROUP_KEYS);
  return {
    name: members.get('name')?.text() ?? '',
    intervalMs: members.get('interval')?.durationMs() || evaluationIntervalMs,
    series: items(members, 'input_series').map(inputSeries),
    alertTests: items(members, 'alert_rule_test').map(alertTest),
    queryTests: items(members, 'promql_expr_test').map(queryTest),
    externalLabels: record(members.get('external_labels')),
    externalURL: members.get('external_url')?.text() ?? '',
  };
}

function items(members: ReadonlyMap<string, Field>, name: string): readonly Field[] {
  return members.get(name)?.items() ?? [];
}

function inputSeries(field: Field): InputSeries {
  const members = field.mapping(['series', 'values']);
  return {
    labels: attempt(members.get('series') ?? field, namedSeries, members.get('series')?.text()) ?? Labels.empty,
    values: attempt(members.get('values') ?? field, parseValues, members.get('values')?.text()) ?? [],
  };
}

function namedSeries(text: string): Labels {
  const labels = parseSeriesName(text);
  if (labels.size === 0) throw new Error('a series needs a name, or a label');
  return labels;
}

function alertTest(field: Field): AlertTest {
  const members = field.mapping(['eval_time', 'alertname', 'exp_alerts']);
  const alertName = members.get('alertname')?.text() ?? '';
  if (alertName === '') field.report('misses required attribute alertname', 'Name the alert that is tested.');
  return {
    atMs: members.get('eval_time')?.durationMs() ?? 0,
    alertName,
    expected: items(members, 'exp_alerts').map((item) => expectedAlert(item, alertName)),
  };
}

function expectedAlert(field: Field, alertName: string): ExpectedAlert {
  const members = field.mapping(['exp_labels', 'exp_annotations']);
  return {
    labels: { ...record(members.get('exp_labels')), alertname: alertName },
    annotations: record(members.get('exp_annotations')),
  };
}

function queryTest(field: Field): QueryTest {
  const members = field.mapping(['expr', 'eval_time', 'exp_samples']);
  return {
    atMs: members.get('eval_time')?.durationMs() ?? 0,
    expr: members.get('expr')?.text() ?? '',
    expected: items(members, 'exp_samples').map(expectedSample),
  };
}

function expectedSample(field: Field): ExpectedSample {
  const members = field.mapping(['labels', 'value', 'histogram']);
  members.get('histogram')?.report('native histograms are not known here', 'Test its float series instead.');
  const labels =
    attempt(members.get('labels') ?? field, parseSeriesName, members.get('labels')?.text()) ?? Labels.empty;
  return { labels, value: numberIn(members.get('value')) };
}

function numberIn(field: Field | undefined): number {
  const value = field?.plain() ?? 0;
  if (typeof value === 'number') return value;
  field?.report('is not a number', 'Write a number without quotes; .inf and .nan are numbers too.');
  return Number.NaN;
}

function record(field: Field | undefined): Record<string, string> {
  return Object.fromEntries([...(field?.mapping() ?? [])].map(([name, value]) => [name, value.text() ?? '']));
}

function attempt<T>(field: Field, read: (text: string) => T, text = ''): T | undefined {
  try {
    return read(text);
  } catch (error) {
    field.report(error instanceof Error ? error.message : String(error), 'Write it as promtool reads it.');
    return undefined;
  }
}
