import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@seaworthy/kit';
import type { DoorbellDatabase } from '../db/database.ts';
import type { AccuracyScore } from './score.ts';

export interface AccuracyInput {
  readonly pictures: readonly string[];
  readonly modelDirectory: string;
  readonly tolerance: number;
  readonly minFacePx: number;
  /** How far it stands back behind everything else that runs; 19 is farthest. */
  readonly niceness: number;
}

export interface MeasureOptions extends Omit<AccuracyInput, 'pictures'> {
  readonly script: URL | string;
  /** Folder of group photos; whoever is together in one photo is not the same person. */
  readonly folder: string;
  readonly modelVersion: string;
  readonly database: DoorbellDatabase;
  readonly logger: Logger;
  readonly now: () => number;
  readonly onResult: (percent: number) => void;
}

/**
 * Measures the share of right decisions in the background, once for a model, a tolerance and a set of pictures: the
 * result is kept in the database for all instances. Without pictures there is no number.
 */
export function measureAccuracy(options: MeasureOptions): { readonly done: Promise<void>; stop(): Promise<void> } {
  let thread: Worker | undefined;
  let stopped = false;
  async function run(): Promise<void> {
    const pictures = await picturesIn(options.folder);
    if (pictures.length === 0) return;
    const measurement = await nameOf(pictures, options);
    const kept = readKept(options.database, measurement);
    if (kept !== undefined) return options.onResult(kept);
    if (stopped) return;
    thread = new Worker(options.script, { workerData: { ...inputOf(options), pictures }, env: {} });
    const score = await resultOf(thread);
    if (!score) return;
    options.onResult(score.percent);
    options.logger.info('measured the accuracy of the face models', { ...score });
    await keep(options, measurement, score);
  }
  const done = run().catch((error: unknown) => {
    if (!stopped) options.logger.warn('the accuracy could not be measured', { error });
  });
  return {
    done,
    async stop() {
      stopped = true;
      await thread?.terminate();
      await done;
    },
  };
}

function inputOf({ modelDirectory, tolerance, minFacePx, niceness }: MeasureOptions): Omit<AccuracyInput, 'pictures'> {
  return { modelDirectory, tolerance, minFacePx, niceness };
}

async function picturesIn(folder: string): Promise<readonly string[]> {
  if (folder === '') return [];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

async function nameOf(pictures: readonly string[], { modelVersion, tolerance, minFacePx }: MeasureOptions) {
  const hash = createHash('sha256');
  for (const picture of pictures) await pipeline(createReadStream(picture), hash, { end: false });
  return `${modelVersion} tolerance=${tolerance} minFace=${minFacePx} pictures=${hash.digest('hex').slice(0, 16)}`;
}

function resultOf(thread: Worker): Promise<AccuracyScore | undefined> {
  return new Promise((resolve, reject) => {
    thread.once('message', (score: AccuracyScore | undefined) => resolve(score));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread ended without a result')));
  });
}

function readKept(database: DoorbellDatabase, measurement: string): number | undefined {
  const sql = 'SELECT percent FROM accuracy WHERE measurement = ?';
  return database.read((db) => db.prepare<[string], number>(sql).pluck().get(measurement));
}

async function keep({ database, now }: MeasureOptions, measurement: string, score: AccuracyScore): Promise<void> {
  const row = [measurement, score.percent, JSON.stringify(score), new Date(now()).toISOString()];
  await database.write((db) => db.prepare('INSERT OR REPLACE INTO accuracy VALUES (?, ?, ?, ?)').run(...row));
}
