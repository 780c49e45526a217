import { setFlagsFromString } from 'node:v8';

/**
 * Imported before anything else: the part of the heap where new objects live grows to 16 MB and more while Node loads
 * its modules, and never shrinks. A control plane at rest needs none of it (measured: 130 MB without, 101 MB with).
 */
for (const flag of ['--semi-space-growth-factor=1', '--max-semi-space-size=1', '--min-semi-space-size=1']) {
  setFlagsFromString(flag);
}
