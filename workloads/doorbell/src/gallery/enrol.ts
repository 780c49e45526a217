import type { Policy, Resilience } from '@seaworthy/kit';
import { bulkhead, ResilienceError } from '@seaworthy/kit';
import type { FacePool } from '../face/face-pool.ts';
import { FaceJobError } from '../face/face-thread-handle.ts';

export interface EnrolOptions {
  readonly faces: FacePool;
  readonly maxEdge: number;
  readonly minFacePx: number;
  readonly resilience: Resilience;
  /** Enrolments that may wait: one at a time is worked on, for they share the threads with the visitors. */
  readonly maxWaiting: number;
}

export type EnrolProblem = 'no_face' | 'several_faces' | 'picture_unreadable' | 'too_busy';

/** Nobody was enrolled. */
export class EnrolRefused extends Error {
  override readonly name = 'EnrolRefused';
  readonly code: EnrolProblem;
  constructor(code: EnrolProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The encoding of the one face in the picture. Throws EnrolRefused. */
export function createEnrolment(options: EnrolOptions): (jpeg: Uint8Array) => Promise<Float32Array> {
  const name = { component: 'gallery', category: 'enrolment' };
  const policy = options.resilience.policy(name, bulkhead({ concurrent: 1, waiting: options.maxWaiting }));
  return (jpeg) => inTurn(policy, () => encode(jpeg, options));
}

async function inTurn<T>(policy: Policy, run: () => Promise<T>): Promise<T> {
  try {
    return await policy.execute(run);
  } catch (error) {
    if (!(error instanceof ResilienceError)) throw error;
    throw new EnrolRefused('too_busy', 'too many enrolments wait already', { cause: error });
  }
}

async function encode(jpeg: Uint8Array, { faces, maxEdge, minFacePx }: EnrolOptions): Promise<Float32Array> {
  const { pictures, unreadable } = await faces.run('prepare', { frames: [jpeg], maxEdge, motionThreshold: 0 });
  const [picture] = pictures;
  if (!picture)
    throw new EnrolRefused('picture_unreadable', `the picture cannot be decoded: ${unreadable[0]?.problem}`);
  const found = await faces.run('detect', { picture, purpose: 'enrol', minFacePx });
  if (found.length > 1) throw new EnrolRefused('several_faces', `the picture shows ${found.length} faces`);
  const [face] = found;
  if (!face) throw new EnrolRefused('no_face', 'no face was found in the picture');
  const [encoding] = await faces.run('describe', { crops: [face.crop] });
  if (!encoding) throw new FaceJobError('failed', 'the model gave no encoding');
  return encoding;
}
