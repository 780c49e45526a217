import { DatabaseUnavailable } from '../db/database.ts';
import { FaceJobError } from '../face/face-thread-handle.ts';
import { EnrolRefused } from '../gallery/enrol.ts';
import { QueueClosed } from '../pipeline/bounded-queue.ts';
import { PictureRefused } from '../visit/press/receive.ts';
import { ApiError } from './errors.ts';

/** What a client is told of an error from inside. Details of our own failures stay in the log. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
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
  return new ApiError('internal', 'something went wrong inside', { cause: error });
}
