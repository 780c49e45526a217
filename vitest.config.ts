import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'node', 'development|production'];

/**
 * Three rings of tests. `unit` is the fast ring of `npm run check`; `integration` (`*.slow.test.ts`) starts real
 * processes and servers; `journey` runs what users run: the built packages, as processes, under load.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // By itself Vitest leaves a core free: on two that halves the pace. More than four files at once would measure each other.
    maxWorkers: Math.min(4, Math.max(2, availableParallelism() - 1)),
    projects: [
      ring(
        'unit',
        ['{packages,workloads}/*/src/**/*.test.{ts,tsx}', 'tests/house/**/*.test.ts'],
        ['**/*.slow.test.ts'],
        10_000,
      ),
      ring('integration', ['{packages,workloads}/*/src/**/*.slow.test.ts'], [], 120_000),
      ring('journey', ['tests/journeys/**/*.test.ts'], [], 600_000),
    ],
  },
});

function ring(name: string, include: string[], exclude: string[], testTimeout: number) {
  return {
    extends: true as const,
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      testTimeout,
      hookTimeout: testTimeout,
      pool: 'forks' as const,
      // No singletons: files share a worker's modules, which are then loaded once and not three hundred times.
      isolate: name === 'journey',
      // Journeys of one file that go side by side.
      maxConcurrency: 3,
    },
  };
}
