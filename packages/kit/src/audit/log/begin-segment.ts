import { writeDurably } from './append-file.ts';
import type { LogState } from './log-state.ts';
import { segmentPath } from './segment.ts';
import { sealHeader } from './segment-header.ts';

export interface BeginSegmentOptions {
  readonly folder: string;
  readonly origin: string;
  readonly critical: readonly string[];
  readonly nowMs: number;
}

/** Makes the file of the next segment, whole with its header, and answers the state that it begins with. */
export async function beginSegment(state: LogState, options: BeginSegmentOptions): Promise<LogState> {
  const { folder, origin, critical, nowMs } = options;
  const segment = state.segment + 1;
  const header = {
    ...{ segment, origin, openedAt: new Date(nowMs).toISOString(), key: state.key.id },
    firstSequence: state.sequence + 1,
    frontier: state.frontier.peaks.map((hash) => hash.toString('hex')),
    latestTime: state.latestTimeMs === undefined ? null : new Date(state.latestTimeMs).toISOString(),
    critical,
  };
  const { line, hash } = sealHeader(header, state.hash, state.key);
  await writeDurably(folder, segmentPath(folder, segment), line);
  return { ...state, segment, bytes: line.length, hash };
}
