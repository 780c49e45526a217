import type { Clock, Context, Tracing } from '@seaworthy/kit';
import type { StageObserver } from '../pipeline/stage.ts';
import { Stage } from '../pipeline/stage.ts';
import type { StageSize } from '../pipeline/stage-sizes.ts';

export type StageName = 'press' | 'camera' | 'motion' | 'detect' | 'recognise' | 'decide' | 'store' | 'notify';

/** Makes a stage: its name, what it does, where its result goes, whose item it is, and who is told of a failure. */
export type StageFactory = <In, Out>(
  name: StageName,
  run: (item: In) => Out | Promise<Out>,
  forward: (output: Out) => void | Promise<void>,
  ownerOf: (item: In) => StageOwner,
  onFailure: (item: In, error: Error) => void,
) => Stage<In, Out>;

/** The visit that an item belongs to: what is logged and traced on its behalf names it. */
export interface StageOwner {
  readonly eventId: string;
  readonly context: Context;
}

export interface StageFactoryOptions {
  readonly sizes: Readonly<Record<StageName, StageSize>>;
  readonly stuckAfterMs: number;
  readonly clock: Clock;
  readonly observer: StageObserver;
  readonly tracing: Tracing;
}

export function createStageFactory(options: StageFactoryOptions): StageFactory {
  const { sizes, stuckAfterMs, clock, observer, tracing } = options;
  return (name, run, forward, ownerOf, onFailure) =>
    new Stage({
      name,
      ...sizes[name],
      stuckAfterMs,
      clock,
      observer,
      tracing,
      run,
      forward,
      onFailure,
      contextOf: (item) => {
        const { eventId, context } = ownerOf(item);
        return { ...context, eventId };
      },
    });
}
