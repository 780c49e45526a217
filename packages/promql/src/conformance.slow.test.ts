import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { adapt } from '../conformance/adapter.mjs';
import * as promql from './index.ts';

/** Upstream's cases as data, and the scorer for them; not part of this repository. */
const shared = fileURLToPath(new URL('../../../../shared/promql/', import.meta.url));
const missing = existsSync(shared) ? undefined : `upstream's cases are not at ${shared}`;

interface Scored {
  readonly testCase: { readonly id: string; readonly tags: readonly string[] };
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failures: readonly unknown[];
}

it.skipIf(missing)(
  `every float case of upstream's that is here passes${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const { score } = await import(`${shared}score.mjs`);
    const { readCases } = await import(`${shared}lib/cases.mjs`);
    const options = { checks: new Set(['direct', 'range', 'pinned']), timeoutMs: 10_000 };
    const results: Scored[] = await score(adapt(promql), readCases(`${shared}cases`), options);
    const float = results.filter(({ testCase }) => testCase.tags.includes('float'));
    expect(float.length).toBeGreaterThan(400);
    expect(
      float.filter(({ status }) => status !== 'passed').map(({ testCase, failures }) => [testCase.id, failures]),
    ).toEqual([]);
  },
);
