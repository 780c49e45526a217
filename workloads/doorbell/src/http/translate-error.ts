import { DatabaseUnavailable } from '../db/database.ts';
import { FaceJobError } from '../face/face-thread-handle.ts';
import { EnrolRefused } from '../gallery/enrol.ts';
import { QueueClosed } from '../pipeline/bounded-queue.ts';
import { PictureRefused } from '../visit/press/receive.ts';
import { ApiError } from './errors.ts';

/** What a client may be told of an error from inside; one that nobody expected stays as it is, and is for the log. */
export function translateError(error: unknown): unknown {
  if (error instanceof PictureRefused) return new ApiError(error.code, error.message, { cause: error });
  if (error instanceof EnrolRefused) {
    return new ApiError(error.code === 'too_busy' ? 'busy' : error.code, error.message, { cause: error });
  }
  if (error instanceof DatabaseUnavailable) {
    return new ApiError('storage_unavailable', 'the database cannot be used', { cause: error });
  }
  if (error instanceof QueueClosed) return new ApiError('stopping', 'the service is stopping', { cause: error });
  if (error instanceof FaceJobError) {
    return new ApiError('recognition_failed', 'the picture could not be examined', { cause: error });
  }
  return error;
}
