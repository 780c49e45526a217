import type { ServerResponse } from 'node:http';
import type { Clock } from '@seaworthy/kit';
import type { VisitEvent } from '../../visit/store/visit-event.ts';
import type { VisitLog } from '../../visit/store/visit-log.ts';
import { ApiError } from '../errors.ts';
import type { Route } from '../exchange.ts';

export interface EventStreamOptions {
  readonly log: VisitLog;
  /** Milliseconds of quiet after which a sign of life is sent. */
  readonly heartbeat: number;
  /** Milliseconds between two looks for visits that other instances stored. */
  readonly poll: number;
  readonly maxViewers: number;
  readonly clock: Clock;
}

/** GET /api/events/stream: server-sent events, resumed after `Last-Event-ID`. */
export interface EventStream {
  readonly route: Route;
  readonly viewers: number;
  /** Something was stored here: tell the viewers now. */
  wake(): void;
  /** Ends all streams; the browsers come back by themselves, to another instance. */
  stop(): void;
}

interface Viewer {
  readonly response: ServerResponse;
  lastId: number;
  quietSinceMs: number;
}

const PAGE = 100;
/** A viewer that lets so much pile up is dropped; it resumes where it was. */
const MAX_BACKLOG_BYTES = 2 ** 20;

/** Every viewer reads the visits from the database behind its own cursor: nothing is lost between two instances. */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { log, clock, poll, maxViewers } = options;
  const viewers = new Set<Viewer>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function tick(): void {
    for (const viewer of viewers) advance(viewer, options);
  }

  function leave(viewer: Viewer): void {
    viewers.delete(viewer);
    if (viewers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  const handle: Route['handle'] = ({ request, response }) => {
    if (stopped) throw new ApiError('stopping', 'the service is stopping');
    if (viewers.size >= maxViewers) throw new ApiError('too_many_viewers', `${maxViewers} viewers watch already`);
    const viewer = {
      response,
      lastId: lastSeen(request.headers['last-event-id'], log),
      quietSinceMs: clock.monotonicMs(),
    };
    open(response);
    viewers.add(viewer);
    response.once('close', () => leave(viewer));
    timer ??= setInterval(tick, poll);
    advance(viewer, options);
  };

  return {
    route: { method: 'GET', path: '/api/events/stream', handle },
    get viewers() {
      return viewers.size;
    },
    wake: tick,
    stop() {
      stopped = true;
      for (const { response } of viewers) response.end();
    },
  };
}

function open(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
}

/** A new viewer begins with what comes next. */
function lastSeen(header: string | string[] | undefined, log: VisitLog): number {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : log.newestId();
}

function advance(viewer: Viewer, { log, clock, heartbeat }: EventStreamOptions): void {
  if (viewer.response.writableLength > MAX_BACKLOG_BYTES) {
    viewer.response.destroy();
    return;
  }
  for (const event of readOn(viewer.lastId, log)) {
    viewer.response.write(frameOf(event));
    viewer.lastId = event.id;
    viewer.quietSinceMs = clock.monotonicMs();
  }
  if (clock.monotonicMs() - viewer.quietSinceMs < heartbeat) return;
  viewer.response.write(': still here\n\n');
  viewer.quietSinceMs = clock.monotonicMs();
}

/** While the database is away there is nothing to tell; the cursor stays, so nothing is missed either. */
function readOn(after: number, log: VisitLog): readonly VisitEvent[] {
  try {
    return log.since(after, PAGE);
  } catch {
    return [];
  }
}

function frameOf(event: VisitEvent): string {
  return `id: ${event.id}\nevent: visit\ndata: ${JSON.stringify(event)}\n\n`;
}
