import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Files that take long, the longest first; `npm test` ends with the ten that took longest. */
const longest = [
  'tests/journeys/console.test.ts',
  'tests/journeys/kill-sweep.test.ts',
  'tests/journeys/guides.test.ts',
  'tests/journeys/alerting.test.ts',
  'tests/journeys/deploy-under-load.test.ts',
  'tests/journeys/doorbell.test.ts',
  'tests/journeys/bad-releases.test.ts',
  'packages/server/src/app.slow.test.ts',
  'packages/console/src/console.slow.test.ts',
  'workloads/doorbell/src/accuracy/accuracy.slow.test.ts',
  'packages/server/src/tls-app.slow.test.ts',
  'packages/server/src/watch/slo/budget-over-tiers.slow.test.ts',
  'packages/kit/src/audit/verify/edits.slow.test.ts',
  'packages/proxy/src/surviving.slow.test.ts',
  'workloads/doorbell/src/visit/adversity.slow.test.ts',
  'packages/server/src/ship/traffic/builtin.slow.test.ts',
];

/** What begins last ends the run: a long file that is left over is waited for alone. A clean clone remembers no times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const index = longest.findIndex((file) => moduleId.endsWith(`/${file}`));
  return index === -1 ? longest.length : index;
}
