import { z } from 'zod';
import {
  Alert,
  AlertGroup,
  AlertState,
  DeliveryState,
  NotificationRecord,
  Probe,
  Receiver,
  ReceiverTest,
  RouteNode,
  RouteOutcome,
  RouteTestRequest,
  RuleGroup,
  Silence,
  SilencePreview,
  SilencePreviewRequest,
  SilenceRequest,
  SilenceState,
  Target,
} from './alert.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';
import { Timestamp } from './vocabulary.ts';

/** Matchers as text: `severity="critical",job=~"web.*"`. */
const filter = z.string().max(2_000).optional();
const SilenceId = z.object({ id: z.string().max(64) });
const beat = {
  params: z.object({ name: z.string().max(200) }),
  query: z.object({ status: z.enum(['ok', 'fail']).default('ok'), message: z.string().max(500).default('') }),
  permission: 'telemetry:write',
  path: '/api/v1/push/{name}',
  response: z.object({ ok: z.literal(true) }),
} as const;

/** What is wrong, who is told of it, and what keeps it quiet. */
export const alertRoutes = {
  alerts: {
    method: 'GET',
    path: '/api/v1/alerts',
    summary: 'Alerts that are pending, fire or are kept quiet; the gravest first',
    permission: 'alerts:read',
    query: z.object({
      ...pageQuery,
      filter,
      state: AlertState.optional(),
      receiver: z.string().max(200).optional(),
    }),
    response: page(Alert),
  },
  alertGroups: {
    method: 'GET',
    path: '/api/v1/alert-groups',
    summary: 'The same as they are told: by receiver and group, with who was told and when; the gravest first',
    permission: 'alerts:read',
    query: z.object({
      ...pageQuery,
      filter,
      state: AlertState.optional(),
      text: z.string().max(200).optional().describe('Stands in a label or an annotation; upper or lower case.'),
    }),
    response: page(AlertGroup),
  },
  rules: {
    method: 'GET',
    path: '/api/v1/rules',
    summary: 'Groups of rules, and how their last evaluation went',
    permission: 'alerts:read',
    response: z.object({ items: z.array(RuleGroup) }),
  },
  silences: {
    method: 'GET',
    path: '/api/v1/silences',
    summary: 'Silences that hold, those to come, and for a while those that are over',
    permission: 'alerts:read',
    query: z.object({ ...pageQuery, filter, state: SilenceState.optional() }),
    response: page(Silence),
  },
  createSilence: {
    method: 'POST',
    path: '/api/v1/silences',
    summary: 'Make a silence, or change the one with that id',
    permission: 'alerts:write',
    body: SilenceRequest,
    response: Silence,
    status: 201,
  },
  previewSilence: {
    method: 'POST',
    path: '/api/v1/silences/preview',
    summary: 'What a silence with these matchers would mute now',
    permission: 'alerts:read',
    body: SilencePreviewRequest,
    response: SilencePreview,
  },
  expireSilence: {
    method: 'DELETE',
    path: '/api/v1/silences/{id}',
    summary: 'End a silence now',
    permission: 'alerts:write',
    params: SilenceId,
    response: Silence,
  },
  alertRouting: {
    method: 'GET',
    path: '/api/v1/routes',
    summary: 'The routing tree',
    permission: 'alerts:read',
    response: z.object({ items: z.array(RouteNode) }),
  },
  testAlertRouting: {
    method: 'POST',
    path: '/api/v1/routes/test',
    summary: 'Who would be told of an alert with these labels, now or at another time, and why',
    permission: 'alerts:read',
    body: RouteTestRequest,
    response: z.object({ at: Timestamp, items: z.array(RouteOutcome) }),
  },
  receivers: {
    method: 'GET',
    path: '/api/v1/receivers',
    summary: 'Receivers, and whether what is sent to them gets through',
    permission: 'alerts:read',
    response: z.object({ items: z.array(Receiver) }),
  },
  testReceiver: {
    method: 'POST',
    path: '/api/v1/receivers/{name}/test',
    summary: 'Send a test, marked as one, by every integration of a receiver; tells what each of them made of it',
    permission: 'alerts:write',
    params: z.object({ name: z.string().min(1).max(200) }),
    response: ReceiverTest,
  },
  notifications: {
    method: 'GET',
    path: '/api/v1/notifications',
    summary: 'What was told to whom, with what result; newest first',
    permission: 'alerts:read',
    query: z.object({
      ...pageQuery,
      receiver: z.string().max(200).optional(),
      integration: z.string().max(200).optional(),
      state: DeliveryState.optional(),
      status: z.enum(['firing', 'resolved']).optional(),
    }),
    response: page(NotificationRecord),
  },
  targets: {
    method: 'GET',
    path: '/api/v1/targets',
    summary: 'What is scraped, and how the last scrape went',
    permission: 'metrics:read',
    response: z.object({ items: z.array(Target) }),
  },
  probes: {
    method: 'GET',
    path: '/api/v1/probes',
    summary: 'What is looked at from outside, and what was seen',
    permission: 'metrics:read',
    response: z.object({ items: z.array(Probe) }),
  },
  push: { ...beat, method: 'POST', summary: 'A sign of life for a push probe; or, with status=fail, of its failure' },
  pushByGet: { ...beat, method: 'GET', summary: 'The same for programs that can only fetch a URL' },
} as const satisfies Record<string, Route>;
