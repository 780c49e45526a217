import type { Labels } from '@seaworthy/promql';
import type { NotedValue } from './series-notation.ts';

type Texts = Readonly<Record<string, string>>;

export interface InputSeries {
  readonly labels: Labels;
  /** One an interval. */
  readonly values: readonly NotedValue[];
}

export interface ExpectedAlert {
  readonly labels: Texts;
  readonly annotations: Texts;
}

export interface AlertTest {
  readonly atMs: number;
  readonly alertName: string;
  readonly expected: readonly ExpectedAlert[];
}

export interface ExpectedSample {
  readonly labels: Labels;
  readonly value: number;
}

export interface QueryTest {
  readonly atMs: number;
  readonly expr: string;
  readonly expected: readonly ExpectedSample[];
}

export interface TestGroup {
  readonly name: string;
  readonly intervalMs: number;
  readonly series: readonly InputSeries[];
  readonly alertTests: readonly AlertTest[];
  readonly queryTests: readonly QueryTest[];
  readonly externalLabels: Texts;
  readonly externalURL: string;
}

/** A file of tests for rules, in promtool's format. */
export interface TestFile {
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly groupOrder: readonly string[];
  readonly tests: readonly TestGroup[];
}
