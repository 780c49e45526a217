import type { Logger } from '@seaworthy/kit';
import { logPerformance } from '@seaworthy/kit';
import { DatabaseUnavailable } from '../db/database.ts';
import { FaceJobError } from '../face/face-thread-handle.ts';
import { QueueClosed } from '../pipeline/bounded-queue.ts';
import type { StageObserver } from '../pipeline/stage.ts';
import { DeliveryPutOff } from '../visit/notify/delivery.ts';
import { PictureRefused } from '../visit/press/receive.ts';
import { EVENT_TYPES } from './event-types.ts';
import type { DoorbellMetrics, ErrorSeverity } from './metrics.ts';

/** Turns what happens in the stages into metrics and log lines. */
export function createStageObserver(metrics: DoorbellMetrics, logger: Logger): StageObserver {
  return {
    processed(stage, worker, seconds) {
      metrics.stageDuration(stage, worker, seconds);
      metrics.pipelineEvent(EVENT_TYPES[stage] ?? stage, 'processed');
      logPerformance(logger, stage, Math.round(seconds * 1000), true, { worker }, 'debug');
    },
    failed(stage, worker, error) {
      const { errorType, severity } = classify(error);
      metrics.pipelineEvent(EVENT_TYPES[stage] ?? stage, 'failed');
      metrics.error(stage, errorType, severity);
      if (stage === 'recognise') metrics.recognition('failed', 'very_low');
      if (severity === 'warning') logger.warn(`stage ${stage} refused the item`, { worker, reason: error.message });
      else logger.error(`stage ${stage} failed`, { worker, error });
    },
  };
}

/** What an error is called in errors_total: a small, fixed set of names. */
export function classify(error: unknown): { readonly errorType: string; readonly severity: ErrorSeverity } {
  if (error instanceof PictureRefused) return { errorType: error.code, severity: 'warning' };
  if (error instanceof FaceJobError) return { errorType: `face_job_${error.code}`, severity: 'error' };
  if (error instanceof DatabaseUnavailable) return { errorType: 'database_unavailable', severity: 'critical' };
  if (error instanceof DeliveryPutOff) return { errorType: 'put_off', severity: 'warning' };
  if (error instanceof QueueClosed) return { errorType: 'stopping', severity: 'warning' };
  return { errorType: 'unexpected', severity: 'error' };
}
