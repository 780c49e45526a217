import { systemClock } from '../../platform/clock.ts';
import { runtimeConformance } from './conformance.ts';
import { createProcessRuntime } from './process-runtime.ts';

runtimeConformance('processes', {
  connect: (stateDir) => createProcessRuntime({ stateDir, clock: systemClock }),
  command: (script) => [process.execPath, '-e', script],
});
