import type { Clock, Logger, Resilience, Tracing } from '@seaworthy/kit';
import type { Settings } from './config/options.ts';
import type { FacePool } from './face/face-pool.ts';
import type { Gallery } from './gallery/gallery.ts';
import type { DoorbellMetrics } from './monitoring/metrics.ts';
import { createStageObserver } from './monitoring/stage-observer.ts';
import type { StageSize } from './pipeline/stage-sizes.ts';
import { createCaptureStep } from './visit/camera/capture.ts';
import { createFolderCamera } from './visit/camera/folder-camera.ts';
import { decide } from './visit/decide/decide.ts';
import { createDetectStep } from './visit/detect/detect.ts';
import type { VisitFlow } from './visit/flow.ts';
import { createVisitFlow } from './visit/flow.ts';
import { createMotionStep } from './visit/motion/gate.ts';
import { notificationTypes } from './visit/notify/notice.ts';
import type { Channel } from './visit/notify/notify.ts';
import { createLogChannel, createNotifyStep } from './visit/notify/notify.ts';
import { createWebhookChannel } from './visit/notify/webhook-channel.ts';
import { webhookPolicy } from './visit/notify/webhook-policy.ts';
import { createReceiveStep } from './visit/press/receive.ts';
import { confidenceBucket } from './visit/recognise/match.ts';
import { createRecogniseStep } from './visit/recognise/recognise.ts';
import type { StageName } from './visit/stages.ts';
import { createStageFactory } from './visit/stages.ts';
import type { Captures } from './visit/store/captures.ts';
import { createStoreStep } from './visit/store/store.ts';
import type { VisitEvent } from './visit/store/visit-event.ts';
import type { VisitLog } from './visit/store/visit-log.ts';

export interface VisitParts {
  readonly settings: Settings;
  readonly pool: FacePool;
  readonly gallery: Gallery;
  readonly visits: VisitLog;
  readonly captures: Captures;
  readonly metrics: DoorbellMetrics;
  readonly tracing: Tracing;
  readonly resilience: Resilience;
  /** Aborts when the service stops and waits for no receiver any more. */
  readonly hurry: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onStored: (event: VisitEvent) => void;
}

/** Pictures are shrunk to this before the models see them; larger finds no more faces, and takes more memory. */
export const WORKING_EDGE = 800;

const STUCK_MARGIN_MS = 5_000;

/** The visit flow with every step built from the settings. */
export function buildVisitFlow(parts: VisitParts): VisitFlow {
  const { settings, pool, gallery, visits, captures, metrics, tracing, clock, logger } = parts;
  const { press, camera, motion, faces, notify, instance } = settings;
  const store = createStoreStep({
    log: visits,
    captures,
    notifyOnKnown: notify.onKnown,
    serviceVersion: instance.version,
    instance: instance.id,
    clock,
    logger,
    tracing,
  });
  const channels = channelsOf(parts);
  // At 0, so that the first notification of a kind is an increase.
  for (const { name } of channels) {
    for (const type of notificationTypes) metrics.notification(name, type, 'delivered', 0);
  }
  const steps = {
    receive: createReceiveStep({ maxPixels: press.maxPixels }),
    capture: createCaptureStep({
      cameras: camerasOf(settings, clock),
      burst: camera.burst,
      attempts: camera.attempts,
      retryDelayMs: camera.retryDelay,
      clock,
    }),
    gate: createMotionStep({ faces: pool, maxEdge: WORKING_EDGE, threshold: motion.threshold }),
    detect: createDetectStep(pool, faces.minWidth),
    recognise: createRecogniseStep({
      faces: pool,
      gallery: () => gallery.entries(),
      tolerances: { known: faces.knownTolerance, blacklist: faces.blacklistTolerance },
      onMatch: ({ status, confidence }) => metrics.recognition(status, confidenceBucket(confidence)),
    }),
    decide,
    store,
    notify: createNotifyStep({
      channels,
      log: visits,
      tracing,
      onSettled: metrics.notification,
    }),
  };
  const stage = createStageFactory({
    sizes: sizesOf(settings),
    stuckAfterMs: faces.jobTimeout * 2 + STUCK_MARGIN_MS,
    clock,
    observer: createStageObserver(metrics, logger),
    tracing,
  });
  return createVisitFlow(steps, stage, parts.onStored);
}

function channelsOf({ settings: { notify }, logger, tracing, resilience, hurry }: VisitParts): readonly Channel[] {
  const toLog = createLogChannel(logger.child({}, 'notifications'));
  if (notify.webhook === '') return [toLog];
  const policy = webhookPolicy(resilience, notify.timeout);
  return [toLog, createWebhookChannel({ url: notify.webhook, policy, tracing, hurry })];
}

function camerasOf({ camera }: Settings, clock: Clock) {
  const named = Object.entries(camera.folders);
  return new Map(named.map(([name, folder]) => [name, createFolderCamera(folder, camera.interval, clock)]));
}

/** Face stages have as many workers as there are threads to work for them. */
function sizesOf({ press, stages, faces }: Settings): Record<StageName, StageSize> {
  const one = { workers: 1, capacity: stages.capacity };
  const perThread = { workers: faces.threads, capacity: stages.capacity };
  return {
    press: { workers: 1, capacity: press.maxWaiting },
    camera: { workers: 2, capacity: stages.capacity },
    motion: perThread,
    detect: perThread,
    recognise: perThread,
    decide: one,
    store: one,
    notify: one,
  };
}
