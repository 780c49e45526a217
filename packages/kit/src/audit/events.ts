import type { AuditReceipt, KnownAuditEventType, NewAuditEntry } from './entry/entry.ts';

type Who = Pick<NewAuditEntry, 'actor'> & Partial<Omit<NewAuditEntry, 'type' | 'actor'>>;
type Written = Promise<AuditReceipt>;

/** One function a kind of event, which knows what such an event says; any default can be overruled. */
export interface AuditEvents {
  /** Someone showed who they are, or failed to. */
  authentication(event: Who & { readonly method?: string }): Written;
  /** A permission was asked for. `refused` when it was not given. */
  authorization(event: Who & { readonly permission: string; readonly resource: string }): Written;
  /** Data was read. */
  dataAccess(event: Who & { readonly resource: string; readonly records?: number; readonly purpose?: string }): Written;
  /** Data was changed: what it was, and what it is now. */
  dataModification(
    event: Who & { readonly resource: string; readonly before?: unknown; readonly after?: unknown },
  ): Written;
  securityEvent(
    event: Who & { readonly action: string; readonly severity: 'low' | 'medium' | 'high' | 'critical' },
  ): Written;
  systemChange(
    event: Who & { readonly action: string; readonly resource: string; readonly from?: unknown; readonly to?: unknown },
  ): Written;
  faceRecognition(
    event: Who & { readonly resource: string; readonly person?: string; readonly confidence?: number },
  ): Written;
  notificationSent(
    event: Who & { readonly channel: string; readonly recipient: string; readonly subject?: string },
  ): Written;
}

interface Template {
  readonly action: string;
  readonly resource?: string;
}

const templates: Readonly<Record<KnownAuditEventType, Template>> = {
  authentication: { action: 'session.begin', resource: 'session' },
  authorization: { action: 'permission.check' },
  data_access: { action: 'data.read' },
  data_modification: { action: 'data.change' },
  security_event: { action: 'security.event', resource: 'service' },
  system_change: { action: 'system.change' },
  face_recognition: { action: 'face.recognize' },
  notification_sent: { action: 'notification.send' },
};

/** The helpers over a log, or over anything that appends. */
export function auditEvents(log: { append(entry: NewAuditEntry): Promise<AuditReceipt> }): AuditEvents {
  const record = (type: KnownAuditEventType, who: Who, details: object, resource?: string): Written => {
    const told = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
    const more =
      typeof who.data === 'object' && who.data !== null ? who.data : who.data === undefined ? {} : { data: who.data };
    const data = { ...told, ...more };
    return log.append({
      type,
      actor: who.actor,
      action: who.action ?? templates[type].action,
      resource: who.resource ?? resource ?? templates[type].resource ?? 'service',
      result: who.result ?? 'success',
      reason: who.reason,
      data: Object.keys(data).length === 0 ? undefined : data,
      requestId: who.requestId,
      sourceAddress: who.sourceAddress,
    });
  };

  return {
    authentication: ({ method, ...who }) => record('authentication', who, { method }, `user/${who.actor}`),
    authorization: ({ permission, ...who }) => record('authorization', who, { permission }),
    dataAccess: ({ records, purpose, ...who }) => record('data_access', who, { records, purpose }),
    dataModification: ({ before, after, ...who }) => record('data_modification', who, { before, after }),
    securityEvent: ({ severity, ...who }) => record('security_event', who, { severity }),
    systemChange: ({ from, to, ...who }) => record('system_change', who, { from, to }),
    faceRecognition: ({ person, confidence, ...who }) => record('face_recognition', who, { person, confidence }),
    notificationSent: ({ channel, recipient, subject, ...who }) =>
      record('notification_sent', who, { channel, subject }, `recipient/${recipient}`),
  };
}
