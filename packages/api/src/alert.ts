import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

const Labels = z.record(z.string(), z.string());

export const alertStates = ['pending', 'firing', 'suppressed'] as const;
export const AlertState = z.enum(alertStates);
export type AlertState = z.infer<typeof AlertState>;

/** Something that is wrong, or about to be: named by its labels. */
export const Alert = z.object({
  fingerprint: z.string(),
  name: z.string(),
  severity: z.string(),
  labels: Labels,
  annotations: Labels,
  state: AlertState,
  since: Timestamp,
  /** Ids of silences. */
  silencedBy: z.array(z.string()),
  /** Fingerprints of the alerts that speak for it. */
  inhibitedBy: z.array(z.string()),
  /** Names of time intervals. */
  mutedBy: z.array(z.string()),
  receivers: z.array(z.string()),
  /** Who says so: a rule of ours, Seaworthy about itself, or somebody by the API. */
  source: z.enum(['rule', 'seaworthy', 'api']),
  /** The group of that rule. */
  group: z.string().nullable(),
  generatorURL: z.string(),
  /** What its rule's query gave last; null when no rule of ours says so, or it gave no number. */
  value: z.number().nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** Alerts of which one receiver is told together. */
export const AlertGroup = z.object({
  receiver: z.string(),
  /** `slack[0]`; none when the receiver tells nobody. */
  integrations: z.array(z.string()),
  groupKey: z.string(),
  groupLabels: Labels,
  /** At most 100 of them, the gravest first; those that pend or are kept quiet are among them. */
  alerts: z.array(Alert),
  count: z.number(),
  /** What each integration knows: the alerts of which it was told that they fire. */
  told: z.array(
    z.object({
      integration: z.string(),
      at: Timestamp,
      /** Fingerprints. */
      alerts: z.array(z.string()),
      /** It is on its way still. */
      isWaiting: z.boolean(),
    }),
  ),
  /** When it is next looked at whether anything is to be told. Null while nothing fires. */
  nextLookAt: Timestamp.nullable(),
  repeatIntervalMs: z.number(),
  /** The time intervals by which the route is quiet now. */
  mutedBy: z.array(z.string()),
});
export type AlertGroup = z.infer<typeof AlertGroup>;

/** Of the alerts that fire, by severity those that people are told of; `firing` counts all, `silenced` those kept quiet. */
export const AlertCounts = z.object({
  critical: z.number(),
  warning: z.number(),
  info: z.number(),
  firing: z.number(),
  silenced: z.number(),
  pending: z.number(),
});
export type AlertCounts = z.infer<typeof AlertCounts>;

const RuleHealth = z.enum(['unknown', 'ok', 'err']);

export const Rule = z.object({
  name: z.string(),
  type: z.enum(['alerting', 'recording']),
  expr: z.string(),
  labels: Labels,
  /** As they are written, templates and all; none for a recording rule. */
  annotations: Labels,
  /** So long it must hold before it fires. */
  forMs: z.number(),
  /** Null for a recording rule. */
  state: z.enum(['inactive', 'pending', 'firing']).nullable(),
  pending: z.number(),
  firing: z.number(),
  health: RuleHealth,
  lastError: z.string(),
  lastEvaluation: Timestamp.nullable(),
  durationMs: z.number(),
});
export type Rule = z.infer<typeof Rule>;

export const RuleGroup = z.object({
  name: z.string(),
  file: z.string(),
  intervalMs: z.number(),
  /** The worst of its rules. */
  health: RuleHealth,
  lastEvaluation: Timestamp.nullable(),
  durationMs: z.number(),
  missedEvaluations: z.number(),
  rules: z.array(Rule),
});
export type RuleGroup = z.infer<typeof RuleGroup>;

export const SilenceState = z.enum(['pending', 'active', 'expired']);

export const Silence = z.object({
  id: z.string(),
  state: SilenceState,
  /** As they are written: `instance=~"a.*"`. */
  matchers: z.array(z.string()),
  startsAt: Timestamp,
  endsAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: z.string(),
  comment: z.string(),
});
export type Silence = z.infer<typeof Silence>;

const Matchers = z.array(z.string().min(1).max(2_000)).min(1).max(50);

export const SilenceRequest = z.strictObject({
  /** Changes the silence that has it. */
  id: z.string().max(64).optional(),
  matchers: Matchers,
  /** Now, unless given. */
  startsAt: Timestamp.optional(),
  endsAt: Timestamp,
  /** The caller, unless given. */
  createdBy: z.string().max(200).optional(),
  comment: z.string().max(2_000).default(''),
});

export const SilencePreviewRequest = z.strictObject({ matchers: Matchers });

/** What a silence would mute. */
export const SilencePreview = z.object({
  /** At most 200 of them. */
  muted: z.array(Alert),
  count: z.number(),
  /** Of them, those that something else keeps quiet already. */
  quietAlready: z.number(),
  /** How many fire in all: a silence that mutes each of them is rarely meant. */
  firing: z.number(),
});
export type SilencePreview = z.infer<typeof SilencePreview>;

/** A place in the routing tree; the list of them is the tree, each after the one above it. */
export const RouteNode = z.object({
  depth: z.number(),
  matchers: z.array(z.string()),
  receiver: z.string(),
  continue: z.boolean(),
  /** `...` alone: every alert by itself. */
  groupBy: z.array(z.string()),
  groupWaitMs: z.number(),
  groupIntervalMs: z.number(),
  repeatIntervalMs: z.number(),
  muteTimeIntervals: z.array(z.string()),
  activeTimeIntervals: z.array(z.string()),
  /** The time intervals by which it is quiet now. */
  mutedBy: z.array(z.string()),
});
export type RouteNode = z.infer<typeof RouteNode>;

export const RouteTestRequest = z.strictObject({ labels: Labels, at: Timestamp.optional() });

/** What would become of an alert on one of the routes that match it. */
export const RouteOutcome = z.object({
  receiver: z.string(),
  /** `slack[0]`. */
  integrations: z.array(z.string()),
  verdict: z.enum(['told', 'quiet']),
  /** Why it is quiet, as sentences. */
  reasons: z.array(
    z.object({
      kind: z.enum(['inhibited', 'muted', 'silenced', 'no_integration']),
      /** Fingerprints, names of time intervals or ids of silences. */
      by: z.array(z.string()),
      message: z.string(),
    }),
  ),
  /** The matchers of each route on the way, from the root. */
  path: z.array(z.string()),
  /** The same routes by their places in the list that is the tree. */
  way: z.array(z.number()),
  groupLabels: Labels,
  groupWaitMs: z.number(),
  groupIntervalMs: z.number(),
  repeatIntervalMs: z.number(),
});
export type RouteOutcome = z.infer<typeof RouteOutcome>;

const Failure = z.object({ reason: z.string(), message: z.string() });

/** `unknown`: nothing was sent through it yet. */
export const ReceiverIntegration = z.object({
  name: z.string(),
  channel: z.string(),
  state: z.enum(['ok', 'failing', 'unknown']),
  failingSince: Timestamp.nullable(),
  /** One after the other, up to now. */
  failures: z.number(),
  lastSentAt: Timestamp.nullable(),
  lastFailedAt: Timestamp.nullable(),
  failure: Failure.nullable(),
});
export type ReceiverIntegration = z.infer<typeof ReceiverIntegration>;

export const Receiver = z.object({ name: z.string(), integrations: z.array(ReceiverIntegration) });
export type Receiver = z.infer<typeof Receiver>;

/** What came of a test, by one integration: each is tried once. */
export const ReceiverTestOutcome = z.object({
  integration: z.string(),
  channel: z.string(),
  outcome: z.enum(['delivered', 'refused']),
  status: z.number().nullable().describe('Of HTTP, when the peer refused by one.'),
  failure: Failure.nullable(),
  note: z.string().nullable().describe('What is worth knowing although it was delivered.'),
});
export type ReceiverTestOutcome = z.infer<typeof ReceiverTestOutcome>;

export const ReceiverTest = z.object({ receiver: z.string(), at: Timestamp, items: z.array(ReceiverTestOutcome) });
export type ReceiverTest = z.infer<typeof ReceiverTest>;

export const DeliveryState = z.enum(['pending', 'sent', 'failed', 'gave_up', 'superseded']);

/** What was told, or is to be, through one integration. */
export const NotificationRecord = z.object({
  id: z.string(),
  receiver: z.string(),
  integration: z.string(),
  channel: z.string(),
  action: z.enum(['notify', 'acknowledge']),
  status: z.enum(['firing', 'resolved']),
  severity: z.string(),
  /** Why it was told: `first`, `repeat`, ... */
  reason: z.string(),
  groupKey: z.string(),
  groupLabels: Labels,
  alerts: z.number(),
  state: DeliveryState,
  attempts: z.number(),
  queuedAt: Timestamp,
  /** Null when nothing more is tried. */
  nextAttemptAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  failure: Failure.nullable(),
});
export type NotificationRecord = z.infer<typeof NotificationRecord>;

const Seen = z.enum(['up', 'down', 'unknown']);

export const Target = z.object({
  job: z.string(),
  instance: z.string(),
  address: z.string(),
  labels: Labels,
  health: Seen,
  lastError: z.string(),
  lastScrape: Timestamp.nullable(),
  durationMs: z.number().nullable(),
  intervalMs: z.number(),
});
export type Target = z.infer<typeof Target>;

export const Probe = z.object({
  name: z.string(),
  kind: z.string(),
  subject: z.string(),
  labels: Labels,
  health: Seen,
  reason: z.string(),
  lastLook: Timestamp.nullable(),
  intervalMs: z.number(),
});
export type Probe = z.infer<typeof Probe>;
