import type { Picture } from '../picture/decode.ts';

/** What the face threads can do. Every job is plain data: it survives the thread that failed at it. */
export interface FaceJobs {
  /** Decodes a burst and keeps the frames that show something new against the last one kept. */
  prepare: { input: PrepareInput; output: PreparedBurst };
  /** Finds faces in one picture and cuts each out, aligned as the recognition model wants it. */
  detect: { input: DetectInput; output: readonly DetectedFace[] };
  /** Turns aligned face crops into encodings of 128 numbers, in order. */
  describe: { input: { readonly crops: readonly Uint8Array[] }; output: readonly Float32Array[] };
}

export type FaceJobKind = keyof FaceJobs;

export interface PrepareInput {
  readonly frames: readonly Uint8Array[];
  readonly maxEdge: number;
  /** Share of the picture that must change for a later frame to be kept; 0 keeps every frame. */
  readonly motionThreshold: number;
}

export interface PreparedBurst {
  readonly pictures: readonly KeptPicture[];
  /** Largest share of the picture that changed between two frames; undefined for a single frame. */
  readonly motion: number | undefined;
  readonly unreadable: readonly { readonly frame: number; readonly problem: string }[];
}

export interface KeptPicture extends Picture {
  readonly frame: number;
}

export interface DetectInput {
  readonly picture: Picture;
  /** `enrol` wants the exact detector, `watch` the quick ones first. */
  readonly purpose: 'watch' | 'enrol';
  /** Faces narrower than this in the original picture are ignored. */
  readonly minFacePx: number;
}

/** Whole pixels of the original picture. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DetectedFace {
  readonly box: FaceBox;
  readonly score: number;
  readonly detector: string;
  /** 150 x 150 aligned pixels, the recognition model's input. */
  readonly crop: Uint8Array;
}

export type ThreadRequest = {
  readonly [K in FaceJobKind]: { readonly id: number; readonly kind: K; readonly input: FaceJobs[K]['input'] };
}[FaceJobKind];

/** When the thread worked on a job, on the steady clock that all threads of the process share (`process.hrtime`). */
export interface WorkTime {
  readonly startedMs: number;
  readonly endedMs: number;
}

export function steadyMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

export type ThreadReply =
  | { readonly type: 'ready'; readonly loadMs: number }
  | { readonly type: 'done'; readonly id: number; readonly output: unknown; readonly time: WorkTime }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly unreadable: boolean };
