import type { StatusPageConfig } from '../config/status-page-section.ts';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { NewId } from '../platform/ids.ts';
import { outageItems } from './feed.ts';
import type { Availability } from './ledger.ts';
import type { ProbeFound } from './probe-look.ts';
import { judgeProbe } from './probe-look.ts';
import type { Recorded } from './recorder.ts';
import { startRecorder } from './recorder.ts';
import type { StatusRendering } from './rendering.ts';
import { createRendering } from './rendering.ts';
import { makeReport } from './report.ts';
import type { ServiceLookOptions } from './service-look.ts';
import { serviceLook } from './service-look.ts';
import { createAvailabilityStore } from './store.ts';
import { contentSecurityPolicy } from './style.ts';

export interface StatusPageOptions {
  /** Undefined: nothing is recorded, and there is no page. */
  readonly config: StatusPageConfig | undefined;
  readonly service: ServiceLookOptions;
  readonly probes: () => readonly ProbeFound[];
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly report: (error: unknown, doing: string) => void;
}

export interface StatusPage {
  readonly face: StatusRendering & { readonly contentSecurityPolicy: string };
  stop(): Promise<void>;
}

/** More than is drawn: whoever asks for a longer history later has it. */
const KEEP_DAYS = 400;

/** look -> ledger -> report -> page. */
export async function startStatusPage(options: StatusPageOptions): Promise<StatusPage | undefined> {
  const { config, clock, db, newId, report } = options;
  if (config === undefined) return undefined;
  const recorded = config.components.map(({ probe }) => recordedOf(probe, options));
  const store = createAvailabilityStore(db);
  const recorder = await startRecorder({
    ...{ recorded, store, clock, report },
    ...{ keepDays: KEEP_DAYS, newId: () => newId('out') },
  });
  const ledgers = recorded.map(({ key }) => recorder.ledger(key));
  const rendering = createRendering({
    report: () => makeReport({ config, ledgers, nowMs: clock.now(), lookedAtMs: recorder.lookedAtMs() }),
    items: ({ outages }) => outageItems(outages),
    ...{ url: config.url, clock },
  });
  return { face: { ...rendering, contentSecurityPolicy }, stop: () => recorder.stop() };
}

function recordedOf(probe: string | undefined, { service, probes, clock }: StatusPageOptions): Recorded {
  if (probe === undefined) return { key: 'service', look: serviceLook(service) };
  const look = (): Availability => {
    const found = probes().find((each) => each.probe.name === probe);
    return judgeProbe(found, clock.now());
  };
  return { key: `probe:${probe}`, look };
}
