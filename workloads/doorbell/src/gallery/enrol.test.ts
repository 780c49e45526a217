import { createResilience } from '@seaworthy/kit';
import { expect, it } from 'vitest';
import type { FacePool } from '../face/face-pool.ts';
import { createEnrolment } from './enrol.ts';

it('works on one enrolment at a time, lets some wait, and refuses the rest: visitors come first', async () => {
  const jobs: ((error: Error) => void)[] = [];
  const run: FacePool['run'] = () => new Promise((_resolve, reject) => void jobs.push(reject));
  const faces = { run } as FacePool;
  const enrolment = { faces, maxEdge: 800, minFacePx: 50, maxWaiting: 2, resilience: createResilience() };
  const enrol = createEnrolment(enrolment);
  const taken = Promise.allSettled([1, 2, 3].map(() => enrol(new Uint8Array())));
  await expect(enrol(new Uint8Array())).rejects.toMatchObject({ name: 'EnrolRefused', code: 'too_busy' });
  expect(jobs).toHaveLength(1);
  for (let index = 0; index < 3; index++) {
    await expect.poll(() => jobs.length).toBe(index + 1);
    jobs[index]?.(new Error('no picture'));
  }
  expect((await taken).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
