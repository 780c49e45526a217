import type { Stage, StageStatus } from '../pipeline/stage.ts';
import type { Burst, Unseen } from './camera/burst.ts';
import type { Decision } from './decide/decide.ts';
import type { Sightings } from './detect/sightings.ts';
import type { Scene } from './motion/scene.ts';
import type { Delivery } from './notify/delivery.ts';
import type { Press } from './press/press.ts';
import type { Recognition } from './recognise/recognition.ts';
import type { StageFactory, StageName, StageOwner } from './stages.ts';
import type { StoredVisit } from './store/store.ts';
import type { VisitEvent } from './store/visit-event.ts';
import type { DueNotification } from './store/visit-log.ts';
import type { PressItem } from './visits.ts';
import { pressOf, Visits } from './visits.ts';

/** What each step does; the flow only says what follows on what. */
export interface VisitSteps {
  readonly receive: (press: Press) => Press;
  readonly capture: (press: Press) => Promise<Burst | Unseen>;
  readonly gate: (burst: Burst) => Promise<Scene | Unseen>;
  readonly detect: (scene: Scene) => Promise<Sightings>;
  readonly recognise: (sightings: Sightings) => Promise<Recognition>;
  readonly decide: (seen: Recognition | Unseen) => Decision;
  readonly store: (decision: Decision) => Promise<StoredVisit>;
  readonly notify: (delivery: Delivery) => Promise<void>;
}

/** A press goes in, a stored event comes out. */
export interface VisitFlow {
  /** Holds a place for a press that is still being received; undefined when the house is full. */
  admit(): Admission | undefined;
  readonly stages: readonly StageStatus[];
  /** Sends a notification that another instance left behind. */
  notify(due: DueNotification): Promise<void>;
  start(): void;
  /** Takes no more presses, and finishes every one that is inside. */
  stop(): Promise<void>;
}

export interface Admission {
  ring(press: Press): Promise<VisitEvent>;
  release(): void;
}

/** press -> camera -> motion -> detect -> recognise -> decide -> store -> notify. */
export function createVisitFlow(
  steps: VisitSteps,
  stage: StageFactory,
  onStored: (event: VisitEvent) => void,
): VisitFlow {
  const visits = new Visits();
  const step: StepFactory = (name, run, forward) => stage(name, run, forward, pressOf, visits.failed);

  const notify = stage('notify', steps.notify, nothing, ownerOfDelivery, nothing);
  const store = step('store', steps.store, async ({ press: { context }, event, due }) => {
    visits.stored(event);
    onStored(event);
    if (due) await notify.queue.push({ due, context });
  });
  const decide = step('decide', steps.decide, (decision) => store.queue.push(decision));
  const recognise = step('recognise', steps.recognise, (recognition) => decide.queue.push(recognition));
  const detect = step('detect', steps.detect, (sightings) => recognise.queue.push(sightings));
  const motion = step('motion', steps.gate, (scene) =>
    'failure' in scene ? decide.queue.push(scene) : detect.queue.push(scene),
  );
  const camera = step('camera', steps.capture, (burst) =>
    'failure' in burst ? decide.queue.push(burst) : motion.queue.push(burst),
  );
  const press = step('press', steps.receive, (received) => camera.queue.push(received));

  const inOrder = [press, camera, motion, detect, recognise, decide, store, notify];
  return {
    admit: () => visits.admit(press.queue),
    stages: inOrder,
    notify: (due) => notify.queue.push({ due, context: {} }),
    start: () => {
      for (const each of inOrder) each.start();
    },
    stop: async () => {
      for (const each of inOrder) await each.stop();
    },
  };
}

/** A stage whose items belong to a press: if it fails, whoever pressed is told. */
type StepFactory = <In extends PressItem, Out>(
  name: StageName,
  run: (item: In) => Out | Promise<Out>,
  forward: (output: Out) => void | Promise<void>,
) => Stage<In, Out>;

function ownerOfDelivery({ due, context }: Delivery): StageOwner {
  return { eventId: due.eventId, context };
}

function nothing(): void {
  // Nothing follows, and the observer has told of the failure.
}
