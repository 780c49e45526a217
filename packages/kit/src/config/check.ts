import type { Finding } from './problem-list.ts';

/** What a check may look at: the values as the program would get them. A value that is itself wrong reads as undefined. */
export interface CheckView {
  readonly environment: string;
  get(path: string): unknown;
}

/** One rule about values that are each fine alone: `report` tells a problem, and the loader adds its place. */
export interface Check {
  readonly name: string;
  /** Environments in which the rule holds; everywhere unless given. */
  readonly environments?: readonly string[];
  run(view: CheckView, report: (finding: Finding) => void): void;
}

/** The setting must be there and not be empty, in these environments. */
export function mustBeSet(path: string, environments: readonly string[], fix: string): Check {
  return {
    name: `${path} is set`,
    environments,
    run(view, report) {
      const value = view.get(path);
      if (value === undefined || value === null || value === '') {
        report({ path, message: `must be set in ${view.environment}`, fix });
      }
    },
  };
}

/** The setting must have one of these values, in these environments. */
export function mustBe(path: string, allowed: readonly unknown[], environments: readonly string[], fix: string): Check {
  return {
    name: `${path} is ${allowed.join(' or ')}`,
    environments,
    run(view, report) {
      if (!allowed.includes(view.get(path))) {
        report({ path, message: `must be ${allowed.join(' or ')} in ${view.environment}`, fix });
      }
    },
  };
}
