import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { rotateLog } from './ship/runtime/log-rotation.ts';
import { Follower } from './watch/logs/follow/follower.ts';
import { storeBench } from './watch/logs/testing.ts';

it('logs are followed through the rotation that the supervisor does, without a gap or a repetition', async () => {
  const bench = await storeBench();
  const folder = join(dirname(bench.folder), 'logs');
  mkdirSync(folder);
  const gaps: string[] = [];
  const follower = new Follower({
    ...{ folder, service: 'doorbell', store: bench.store, clock: bench.clock },
    positionsFile: join(dirname(bench.folder), 'positions.json'),
    onGap: (name) => void gaps.push(name),
    onError(error) {
      throw error;
    },
  });
  const file = join(folder, 'doorbell-blue-1-abc.log');
  for (let line = 0; line < 400; line++) {
    appendFileSync(file, `line ${line}\n`);
    if (line % 7 === 0) await follower.round();
    if (line % 30 === 0) await rotateLog(file, { maxBytes: 100, keep: 10 });
  }
  for (let progress = await follower.round(); progress !== 'idle'; ) progress = await follower.round();
  expect(await bench.messages()).toEqual(Array.from({ length: 400 }, (_, line) => `line ${line}`));
  expect(gaps).toEqual([]);
});
