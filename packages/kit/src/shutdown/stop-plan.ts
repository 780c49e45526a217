/** A step of the stop; `signal` aborts at the deadline. */
export type StopStep = (signal: AbortSignal) => void | Promise<void>;

export interface NamedStep {
  readonly name: string;
  readonly step: StopStep;
}

/** What is to be done at the stop, and in which order. */
export class StopPlan {
  readonly readiness: NamedStep[] = [];
  readonly servers: NamedStep[] = [];
  readonly steps: NamedStep[] = [];
  readonly flushes: NamedStep[] = [];

  /** Stages one after the other, the steps of one at the same time: readiness, servers, each step, the flushes. */
  stages(): readonly (() => readonly NamedStep[])[] {
    const each = this.steps.toReversed().map((step) => () => [step]);
    return [() => this.readiness, () => this.servers, ...each, () => this.takeFlushes()];
  }

  /** Each flush is given away once: who comes first runs it. */
  takeFlushes(): readonly NamedStep[] {
    return this.flushes.splice(0);
  }
}
