import type { Primary } from '../primary/primary.ts';
import type { Input } from './check-input.ts';
import {
  readConfiguration,
  readDeadline,
  readPause,
  readProbe,
  readSlot,
  readSplit,
  readTargets,
} from './check-input.ts';

export type Call = (primary: Primary, input: Input) => Promise<unknown>;

/** The admin API: `POST /v1/<name>` with a JSON body. */
export const CALLS: Readonly<Record<string, Call>> = {
  state: (primary) => primary.state(),
  counters: (primary) => primary.counters(),
  metrics: (primary) => primary.metrics(),
  resume: (primary) => primary.resume(),
  configure: (primary, input) => primary.configure(readConfiguration(input)),
  'set-targets': (primary, input) => {
    const [slot, targets, probe] = [readSlot(input), readTargets(input), readProbe(input)];
    input.check();
    return primary.setTargets(slot, targets, probe);
  },
  'await-ready': (primary, input) => {
    const [slot, deadlineMs] = [readSlot(input), readDeadline(input)];
    input.check();
    return primary.awaitReady(slot, deadlineMs);
  },
  'set-split': (primary, input) => {
    const split = readSplit(input);
    input.check();
    return primary.setSplit(split);
  },
  drain: (primary, input) => {
    const [slot, deadlineMs] = [readSlot(input), readDeadline(input)];
    input.check();
    return primary.drain(slot, deadlineMs);
  },
  'remove-slot': (primary, input) => {
    const slot = readSlot(input);
    input.check();
    return primary.removeSlot(slot);
  },
  pause: (primary, input) => {
    const options = readPause(input);
    input.check();
    return primary.pause(options);
  },
  stop: (primary, input) => {
    const drainMs = readDeadline(input, 'drainMs');
    input.check();
    return primary.stop(drainMs);
  },
};
