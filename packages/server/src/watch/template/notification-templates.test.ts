import { describe, expect, it } from 'vitest';
import type { NotificationView } from './notification-data.ts';
import { notificationTemplates } from './notification-templates.ts';

const startsAt = Date.UTC(2030, 0, 1, 12);
const alert = {
  status: 'firing',
  labels: { alertname: 'HighCPUUsage', instance: 'a<b', severity: 'critical' },
  annotations: { summary: 'CPU at 97 %', runbook_url: 'http://runbooks/cpu' },
  startsAt,
  endsAt: null,
  generatorURL: 'http://sea:7070/graph',
  fingerprint: '0123456789abcdef',
} as const;
const notification: NotificationView = {
  receiver: 'team',
  status: 'firing',
  alerts: [alert, { ...alert, status: 'resolved', endsAt: startsAt + 60_000, annotations: {} }],
  groupLabels: { alertname: 'HighCPUUsage', zone: 'eu' },
  commonLabels: { alertname: 'HighCPUUsage', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://sea:7070',
};
const templates = notificationTemplates([], { now: () => startsAt + 90_000 });

const texts: readonly (readonly [string, string])[] = [
  ['{{ .Status | toUpper }} {{ .Receiver }} {{ len .Alerts }}', 'FIRING team 2'],
  ['{{ .Alerts.Firing | len }} {{ .Alerts.Resolved | len }}', '1 1'],
  ['{{ range .GroupLabels.SortedPairs }}{{ .Name }}={{ .Value }};{{ end }}', 'alertname=HighCPUUsage;zone=eu;'],
  ['{{ join "," .GroupLabels.Names }} {{ .GroupLabels.Values | join "," }}', 'alertname,zone HighCPUUsage,eu'],
  ['{{ .GroupLabels.SortedPairs.Values | join " " }}', 'HighCPUUsage eu'],
  ['{{ (.GroupLabels.Remove (stringSlice "alertname")).Names }}', '[zone]'],
  ['{{ (index .Alerts 0).Labels.instance }} {{ .CommonLabels.nope }}|', 'a<b |'],
  ['{{ (index .Alerts 0).StartsAt.Format "Mon Jan 2 15:04:05 MST 2006" }}', 'Tue Jan 1 12:00:00 UTC 2030'],
  ['{{ range .Alerts.Firing }}{{ since .StartsAt }} {{ .EndsAt }}{{ end }}', '1m 30s 0001-01-01 00:00:00 +0000 UTC'],
  ['{{ (index .Alerts 0).StartsAt | tz "Europe/Paris" | date "15:04 -0700" }}', '13:00 +0100'],
  ['{{ .CommonLabels | toJson }}', '{"alertname":"HighCPUUsage","severity":"critical"}'],
  ['{{ template "slack.default.title" . }}', '[FIRING 1] HighCPUUsage, eu'],
  ['{{ template "slack.default.color" . }}', '#ff0000'],
  ['{{ template "slack.default.text" . }}', 'CPU at 97 %\nHighCPUUsage\n'],
  ['{{ template "pagerduty.default.description" . }}', '[FIRING 1] HighCPUUsage, eu'],
  ['{{ template "email.default.subject" . }}', '[FIRING 1] HighCPUUsage, eu'],
  ['{{ trimSpace " a " }}{{ title "b c" }}{{ (dict "k" "v").k }}{{ list 1 2 | len }}', 'aB Cv2'],
];

describe('a template of a notification', () => {
  it.each(texts)('%s', (text, expected) => {
    expect(templates.text(text, notification)).toBe(expected);
  });

  it('tells all of it in the default text', () => {
    const text = templates.text('{{ template "email.default.text" . }}', { ...notification, truncatedAlerts: 3 });
    expect(text).toContain('Firing:\n- CPU at 97 %\n  alertname=HighCPUUsage, instance=a<b, severity=critical\n');
    expect(text).toContain('over at 2030-01-01 12:01:00 UTC');
    expect(text).toContain('and 3 more');
  });

  it('escapes what it puts into HTML, save what is said to be safe', () => {
    const html = templates.html('<i>{{ (index .Alerts 0).Labels.instance }}{{ "<b>" | safeHtml }}</i>', notification);
    expect(html).toBe('<i>a&lt;b<b></i>');
    expect(templates.html('{{ template "email.default.html" . }}', notification)).toContain('instance=a&lt;b');
  });

  it('uses a file before the default, and refuses a file that is no template', () => {
    const files = [{ name: 'my.tmpl', text: '{{ define "slack.default.title" }}mine{{ end }}' }];
    const own = notificationTemplates(files, { now: () => 0 });
    expect(own.text('{{ template "slack.default.title" . }}', notification)).toBe('mine');
    expect(() => notificationTemplates([{ name: 'bad.tmpl', text: '\n{{ if }}' }], { now: () => 0 })).toThrow(
      'template: bad.tmpl:2: missing value for if',
    );
  });

  it('refuses a name that is not there, and a function of rules', () => {
    expect(() => templates.text('{{ template "nope" . }}', notification)).toThrow('template "nope" not defined');
    expect(() => templates.check('{{ query "up" }}')).toThrow('function "query" not defined');
  });
});
