import type {
  Alert,
  AlertGroup,
  NotificationRecord,
  Receiver,
  ReceiverIntegration,
  ReceiverTest,
  ReceiverTestOutcome,
  RouteNode,
  RouteOutcome,
  Silence,
} from '../alert.ts';
import type { Deployment, Phase, Release } from '../deployment.ts';
import type { LogLine, LogPage } from '../log.ts';
import type { HealthReport, Instance, ServiceStatus, SlotStatus, Traffic } from '../service.ts';
import type { PhaseName, PhaseStatus, Slot } from '../vocabulary.ts';
import { phaseNames } from '../vocabulary.ts';

/** One whole, valid document of each kind, with what a test cares about laid over it. */

export const sampleTime = '2026-03-01T10:00:00.000Z';

export function samplePhases(passed: number, next?: PhaseStatus, detail = ''): Phase[] {
  return phaseNames.map((name: PhaseName, index) => {
    const status = index < passed ? 'passed' : index === passed && next !== undefined ? next : 'pending';
    const ran = status !== 'pending';
    return {
      name,
      status,
      startedAt: ran ? sampleTime : null,
      durationMs: ran ? 400 + index * 250 : null,
      detail: index === passed && next !== undefined ? detail : '',
    };
  });
}

export function sampleDeployment(over: Partial<Deployment> = {}): Deployment {
  return {
    id: 'd-0002',
    service: 'doorbell',
    version: '1.1.0',
    fromVersion: '1.0.0',
    strategy: 'blue-green',
    slot: 'green',
    state: 'completed',
    status: 'active',
    paused: false,
    outcome: 'completed',
    failedPhase: null,
    reason: null,
    rollback: { attempted: false, success: false },
    phases: samplePhases(phaseNames.length),
    analysis: {
      verdict: 'pass',
      reason: 'The error rate 0.0 % stayed under 10 %, and the latency ratio 1.02 under 2.',
      baseline: { requests: 1200, errors: 0, errorRate: 0, meanLatencyMs: 11.2, p95LatencyMs: 24, seconds: 60 },
      candidate: { requests: 1180, errors: 0, errorRate: 0, meanLatencyMs: 11.4, p95LatencyMs: 25, seconds: 60 },
    },
    requests: { total: 2845, failed: 0, retried: 0 },
    candidateShare: 1,
    startedAt: sampleTime,
    endedAt: '2026-03-01T10:01:12.000Z',
    durationMs: 72_000,
    requestedBy: 'cli',
    ...over,
  };
}

/** A deployment under way, in the phase after `passed` ones. */
export function runningDeployment(passed: number, over: Partial<Deployment> = {}): Deployment {
  const states = [
    'preparing',
    'deploying',
    'validating',
    'validating',
    'switching',
    'validating',
    'analysing',
  ] as const;
  return sampleDeployment({
    state: states[passed] ?? 'analysing',
    status: passed < 2 || passed === 4 ? 'in_progress' : 'validating',
    outcome: null,
    phases: samplePhases(passed, 'running', 'under way'),
    analysis: null,
    requests: { total: 600, failed: 0, retried: 0 },
    candidateShare: passed > 4 ? 1 : 0,
    endedAt: null,
    durationMs: 9000,
    ...over,
  });
}

export function sampleInstance(slot: Slot, over: Partial<Instance> = {}): Instance {
  return {
    id: `doorbell-${slot}-1`,
    slot,
    version: slot === 'blue' ? '1.0.0' : '1.1.0',
    address: `127.0.0.1:${slot === 'blue' ? 40_001 : 40_002}`,
    pid: null,
    state: 'running',
    health: 'healthy',
    healthMessage: '',
    restarts: 0,
    startedAt: sampleTime,
    ...over,
  };
}

export function sampleSlot(slot: Slot, over: Partial<SlotStatus> = {}): SlotStatus {
  const isLive = slot === 'green';
  return {
    slot,
    version: isLive ? '1.1.0' : '1.0.0',
    share: isLive ? 1 : 0,
    inFlight: isLive ? 3 : 0,
    instances: [sampleInstance(slot)],
    keptUntil: isLive ? null : '2026-03-01T10:11:12.000Z',
    ...over,
  };
}

export function sampleStatus(over: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    service: 'doorbell',
    environment: 'local',
    liveVersion: '1.1.0',
    liveSlot: 'green',
    current_environment: 'green',
    active_environment: 'green',
    health: 'healthy',
    deploymentState: 'idle',
    deploymentCount: 2,
    slots: [sampleSlot('blue'), sampleSlot('green')],
    proxy: { reachable: true, pid: null, listen: '127.0.0.1:8080', paused: false },
    lastDeployment: sampleDeployment(),
    alerts: { critical: 0, warning: 0, info: 0, firing: 0, silenced: 0, pending: 0 },
    uptimeSeconds: 3723,
    ...over,
  };
}

export function sampleAlert(over: Partial<Alert> = {}): Alert {
  return {
    fingerprint: '1f0c4a1b2c3d4e5f',
    name: 'WorkerDown',
    severity: 'critical',
    labels: { alertname: 'WorkerDown', severity: 'critical', worker: 'face 1' },
    annotations: { summary: 'Worker face 1 is down' },
    state: 'firing',
    since: sampleTime,
    silencedBy: [],
    inhibitedBy: [],
    mutedBy: [],
    receivers: ['ops'],
    source: 'rule',
    group: 'doorbell',
    generatorURL: '',
    value: 0,
    ...over,
  };
}

export function sampleAlertGroup(over: Partial<AlertGroup> = {}): AlertGroup {
  return {
    ...{ receiver: 'ops', integrations: ['slack[0]'], groupKey: '{}:{alertname="WorkerDown"}' },
    ...{ groupLabels: { alertname: 'WorkerDown' }, alerts: [sampleAlert()], count: 1 },
    told: [{ integration: 'slack[0]', at: sampleTime, alerts: [sampleAlert().fingerprint], isWaiting: false }],
    ...{ nextLookAt: null, repeatIntervalMs: 14_400_000, mutedBy: [] },
    ...over,
  };
}

export function sampleSilence(over: Partial<Silence> = {}): Silence {
  return {
    id: '5b1f9c1e-0000-4000-8000-000000000001',
    state: 'active',
    matchers: ['alertname="WorkerDown"', 'worker=~"face.*"'],
    startsAt: sampleTime,
    endsAt: '2026-03-01T12:00:00.000Z',
    updatedAt: sampleTime,
    createdBy: 'anna',
    comment: 'new camera',
    ...over,
  };
}

export function sampleReceiver(over: Partial<ReceiverIntegration> = {}): Receiver {
  const integration = {
    ...{ name: 'slack[0]', channel: 'slack', state: 'ok' as const, failures: 0 },
    ...{ failingSince: null, lastSentAt: sampleTime, lastFailedAt: null, failure: null },
  };
  return { name: 'ops', integrations: [{ ...integration, ...over }] };
}

export function sampleReceiverTest(over: Partial<ReceiverTestOutcome> = {}): ReceiverTest {
  const outcome = { integration: 'slack[0]', channel: 'slack', outcome: 'delivered' as const };
  return {
    ...{ receiver: 'ops', at: sampleTime },
    items: [{ ...outcome, status: null, failure: null, note: null, ...over }],
  };
}

export function sampleNotification(over: Partial<NotificationRecord> = {}): NotificationRecord {
  return {
    id: 'ntf_1',
    ...{ receiver: 'ops', integration: 'slack[0]', channel: 'slack', action: 'notify', status: 'firing' },
    ...{ severity: 'critical', reason: 'first', groupKey: '{}:{alertname="WorkerDown"}', alerts: 1, state: 'sent' },
    ...{ groupLabels: { alertname: 'WorkerDown' }, attempts: 1, queuedAt: sampleTime, nextAttemptAt: null },
    ...{ endedAt: '2026-03-01T10:00:01.000Z', failure: null },
    ...over,
  };
}

export function sampleRoute(over: Partial<RouteNode> = {}): RouteNode {
  return {
    ...{ depth: 0, matchers: [], receiver: 'ops', continue: false, groupBy: ['alertname'] },
    ...{ groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 },
    ...{ muteTimeIntervals: [], activeTimeIntervals: [], mutedBy: [] },
    ...over,
  };
}

export function sampleOutcome(over: Partial<RouteOutcome> = {}): RouteOutcome {
  return {
    ...{ receiver: 'ops', integrations: ['slack[0]'], verdict: 'told', reasons: [], path: ['{}'], way: [0] },
    groupLabels: { alertname: 'WorkerDown' },
    ...{ groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 },
    ...over,
  };
}

export function sampleTraffic(over: Partial<Traffic> = {}): Traffic {
  return {
    time: sampleTime,
    requestsPerSecond: 198.5,
    errorsPerSecond: 0,
    p50LatencyMs: 9,
    p95LatencyMs: 24,
    totals: { requests: 120_450, failed: 2, retried: 1 },
    slots: [
      { slot: 'blue', requestsPerSecond: 0, errorsPerSecond: 0, p95LatencyMs: null, inFlight: 0 },
      { slot: 'green', requestsPerSecond: 198.5, errorsPerSecond: 0, p95LatencyMs: 24, inFlight: 3 },
    ],
    ...over,
  };
}

export function sampleReport(over: Partial<HealthReport> = {}): HealthReport {
  return {
    status: 'healthy',
    timestamp: sampleTime,
    services: { camera: 'healthy' },
    checks: { memory: { status: 'healthy', message: '31 % used', durationMs: 1, details: {} } },
    summary: { total: 1, healthy: 1, degraded: 0, unhealthy: 0, unknown: 0 },
    ...over,
  };
}

export function sampleRelease(over: Partial<Release> = {}): Release {
  const digest = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  return { version: '1.1.0', digest, sizeBytes: 1_482_330, files: 42, createdAt: sampleTime, live: true, ...over };
}

export function sampleLines(...items: LogLine[]): LogPage {
  const scanned = { bytes: 2_000, blocks: 1, skippedBlocks: 0, damagedBlocks: 0 };
  return { items, nextCursor: null, followFrom: '1.2000', scanned, cut: null };
}

export function sampleLine(over: Partial<LogLine> = {}): LogLine {
  return {
    time: sampleTime,
    service: 'doorbell',
    instance: 'doorbell-green-1',
    level: 'info',
    message: 'listening',
    fields: { port: 40_002 },
    ...over,
  };
}
