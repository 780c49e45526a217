import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

// By itself Vitest leaves a core free: on two that halves the pace. More than four files at once would measure each other.
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1));
const conditions = ['source', 'module', 'node', 'development|production'];

/**
 * Three rings of tests. `unit` is the fast ring of `npm run check`; `integration` (`*.slow.test.ts`) starts real
 * processes and servers; `journey` runs what users run: the built packages, as processes, under load.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      ring(
        'unit',
        ['{packages,workloads}/*/src/**/*.test.{ts,tsx}', 'tests/house/**/*.test.ts'],
        ['**/*.slow.test.ts'],
        { testTimeout: 60_000, maxWorkers, groupOrder: 1 },
      ),
      // They wait for processes more than they reckon: a third one finds time even on two cores.
      ring('integration', ['{packages,workloads}/*/src/**/*.slow.test.ts'], [], {
        testTimeout: 400_000,
        maxWorkers: Math.max(3, maxWorkers),
        groupOrder: 2,
      }),
      ring('journey', ['tests/journeys/**/*.test.ts'], [], { testTimeout: 600_000, maxWorkers, groupOrder: 3 }),
    ],
  },
});

interface Pace {
  readonly testTimeout: number;
  readonly maxWorkers: number;
  /** Rings that differ in their workers run one after the other. */
  readonly groupOrder: number;
}

function ring(name: string, include: string[], exclude: string[], { testTimeout, maxWorkers, groupOrder }: Pace) {
  return {
    extends: true as const,
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      testTimeout,
      hookTimeout: testTimeout,
      // By itself Vitest gives up after a second, which a busy machine may take.
      expect: { poll: { timeout: 30_000 } },
      maxWorkers,
      sequence: { groupOrder },
      pool: 'forks' as const,
      // No singletons: files share a worker's modules, which are then loaded once and not three hundred times.
      isolate: name === 'journey',
      maxConcurrency: name === 'journey' ? 3 : 5,
    },
  };
}
