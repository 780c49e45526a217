import { timeValue } from './go-time.ts';
import type { Value } from './value.ts';
import { asText, Dict, MethodList, Struct } from './value.ts';

type Texts = Readonly<Record<string, string>>;

/** What a template is told of an alert. */
export interface AlertView {
  readonly status: 'firing' | 'resolved';
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** What a template is told of a notification. */
export interface NotificationView {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly AlertView[];
  readonly groupLabels: Texts;
  readonly commonLabels: Texts;
  readonly commonAnnotations: Texts;
  readonly externalURL: string;
  readonly truncatedAlerts?: number;
}

/** The dot of Alertmanager's templates: `.Status`, `.Alerts.Firing`, `.GroupLabels.SortedPairs.Values` … */
export function notificationData(notification: NotificationView): Struct {
  const alerts = notification.alerts.map(alertValue);
  return new Struct('template.Data', {
    Receiver: notification.receiver,
    Status: notification.status,
    Alerts: alertList(alerts),
    GroupLabels: keyValues(notification.groupLabels),
    CommonLabels: keyValues(notification.commonLabels),
    CommonAnnotations: keyValues(notification.commonAnnotations),
    ExternalURL: notification.externalURL,
    TruncatedAlerts: BigInt(notification.truncatedAlerts ?? 0),
  });
}

/** Go's zero time: what `.EndsAt` of a firing alert is. */
const NEVER = Date.parse('0001-01-01T00:00:00Z');

function alertValue(alert: AlertView): Struct {
  return new Struct('template.Alert', {
    Status: alert.status,
    Labels: keyValues(alert.labels),
    Annotations: keyValues(alert.annotations),
    StartsAt: timeValue(alert.startsAt),
    EndsAt: timeValue(alert.endsAt ?? NEVER),
    GeneratorURL: alert.generatorURL,
    Fingerprint: alert.fingerprint,
  });
}

/** A list that also answers to `.Firing` and `.Resolved`. */
function alertList(alerts: readonly Struct[]): MethodList {
  const having = (status: string) => alerts.filter((alert) => alert.fields['Status'] === status);
  return new MethodList(alerts, { Firing: () => having('firing'), Resolved: () => having('resolved') });
}

function keyValues(texts: Texts): Dict {
  return new Dict(texts, '', {
    SortedPairs: () => pairList(pairsOf(texts)),
    Names: () => pairsOf(texts).map(([name]) => name),
    Values: () => pairsOf(texts).map(([, value]) => value),
    Remove: (names) => keyValues(without(texts, names)),
  });
}

function pairList(pairs: readonly Pair[]): MethodList {
  const items = pairs.map(([name, value]) => new Struct('template.Pair', { Name: name, Value: value }));
  return new MethodList(items, {
    Names: () => pairs.map(([name]) => name),
    Values: () => pairs.map(([, value]) => value),
  });
}

type Pair = readonly [name: string, value: string];

/** By name, the alert's own name before all others. */
function pairsOf(texts: Texts): Pair[] {
  const rank = (name: string) => (name === 'alertname' ? `0${name}` : `1${name}`);
  return Object.entries(texts).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

function without(texts: Texts, names: Value): Texts {
  const gone = Array.isArray(names) ? names.map((name) => asText(name)) : [];
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !gone.includes(name)));
}
