import { parentPort, workerData } from 'node:worker_threads';
import { UnreadablePicture } from '../picture/decode.ts';
import { describeFaces } from './describe.ts';
import { findFaces } from './find-faces.ts';
import { loadModels } from './models.ts';
import { prepareBurst } from './prepare.ts';
import type { ThreadReply, ThreadRequest } from './thread-job.ts';
import { steadyMs } from './thread-job.ts';

/**
 * Entry of a face thread: models are loaded once, then one job after the other. Inference blocks its thread, which is
 * why it never runs on the thread that serves HTTP.
 */
const { modelDirectory } = workerData as { modelDirectory: string };

const started = performance.now();
await loadModels(modelDirectory);

let line: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: ThreadRequest) => {
  line = line.then(() => answer(request));
});
reply({ type: 'ready', loadMs: performance.now() - started });

async function answer(request: ThreadRequest): Promise<void> {
  const startedMs = steadyMs();
  try {
    const output = await perform(request);
    reply({ type: 'done', id: request.id, output, time: { startedMs, endedMs: steadyMs() } });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply({ type: 'failed', id: request.id, message, unreadable: error instanceof UnreadablePicture });
  }
}

async function perform(request: ThreadRequest): Promise<unknown> {
  switch (request.kind) {
    case 'prepare':
      return prepareBurst(request.input);
    case 'detect':
      return await findFaces(request.input);
    case 'describe':
      return await describeFaces(request.input.crops);
  }
}

function reply(message: ThreadReply): void {
  parentPort?.postMessage(message);
}
