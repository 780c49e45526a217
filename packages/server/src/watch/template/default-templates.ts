/**
 * Templates that every notification has, under the names that Alertmanager's configurations use for them. A file of the
 * user's that defines the same name wins.
 */
export const defaultTemplates = `
{{ define "__subject" }}[{{ if gt (len .Alerts.Firing) 0 }}FIRING {{ len .Alerts.Firing }}{{ else }}RESOLVED{{ end }}] {{ template "__what" . }}{{ end }}

{{ define "__what" }}{{ with .GroupLabels.SortedPairs.Values }}{{ join ", " . }}{{ else }}{{ .CommonLabels.alertname }}{{ end }}{{ end }}

{{ define "__line" }}{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}{{ end }}

{{ define "__labels" }}{{ range $index, $pair := .Labels.SortedPairs }}{{ if $index }}, {{ end }}{{ .Name }}={{ .Value }}{{ end }}{{ end }}

{{ define "__alert" }}- {{ template "__line" . }}
  {{ template "__labels" . }}
{{ with .Annotations.description }}  {{ . }}
{{ end }}{{ with .Annotations.runbook_url }}  Runbook: {{ . }}
{{ end }}  since {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}{{ if eq .Status "resolved" }}, over at {{ .EndsAt.Format "2006-01-02 15:04:05 MST" }}{{ end }}
{{ end }}

{{ define "__text" }}{{ with .Alerts.Firing }}Firing:
{{ range . }}{{ template "__alert" . }}{{ end }}{{ end }}{{ with .Alerts.Resolved }}Resolved:
{{ range . }}{{ template "__alert" . }}{{ end }}{{ end }}{{ if gt .TruncatedAlerts 0 }}and {{ .TruncatedAlerts }} more
{{ end }}{{ end }}

{{ define "slack.default.title" }}{{ template "__subject" . }}{{ end }}
{{ define "slack.default.username" }}Seaworthy{{ end }}
{{ define "slack.default.fallback" }}{{ template "slack.default.title" . }}{{ end }}
{{ define "slack.default.titlelink" }}{{ .ExternalURL }}{{ end }}
{{ define "slack.default.color" }}{{ if eq .Status "resolved" }}#00aa00{{ else if eq .CommonLabels.severity "critical" }}#ff0000{{ else if eq .CommonLabels.severity "info" }}#0099ff{{ else }}#ffaa00{{ end }}{{ end }}
{{ define "slack.default.text" }}{{ range .Alerts }}{{ template "__line" . }}
{{ end }}{{ end }}

{{ define "email.default.subject" }}{{ template "__subject" . }}{{ end }}
{{ define "email.default.text" }}{{ template "__text" . }}
{{ .ExternalURL }}{{ end }}
{{ define "email.default.html" }}<!doctype html>
<html><body style="font-family: sans-serif">
<h1 style="font-size: 18px">{{ template "__subject" . }}</h1>
{{ range .Alerts }}<div style="border-left: 4px solid {{ if eq .Status "resolved" }}#00aa00{{ else }}#ff0000{{ end }}; padding: 4px 12px; margin: 12px 0">
<b>{{ template "__line" . }}</b> ({{ .Status }}, since {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }})<br>
{{ with .Annotations.description }}{{ . }}<br>
{{ end }}<small>{{ template "__labels" . }}</small>
{{ with .Annotations.runbook_url }}<br><a href="{{ . }}">Runbook</a>
{{ end }}</div>
{{ end }}{{ with .ExternalURL }}<p><a href="{{ . }}">Open Seaworthy</a></p>
{{ end }}</body></html>
{{ end }}

{{ define "pagerduty.default.description" }}{{ template "__subject" . }}{{ end }}
{{ define "pagerduty.default.client" }}Seaworthy{{ end }}
{{ define "pagerduty.default.clientURL" }}{{ .ExternalURL }}{{ end }}
{{ define "pagerduty.default.instances" }}{{ range . }}{{ template "__alert" . }}{{ end }}{{ end }}

{{ define "opsgenie.default.message" }}{{ template "__subject" . }}{{ end }}
{{ define "opsgenie.default.description" }}{{ template "__text" . }}{{ end }}
{{ define "opsgenie.default.source" }}{{ .ExternalURL }}{{ end }}
{{ define "discord.default.title" }}{{ template "__subject" . }}{{ end }}
{{ define "discord.default.message" }}{{ template "__text" . }}{{ end }}
{{ define "msteams.default.summary" }}{{ template "__subject" . }}{{ end }}
{{ define "msteams.default.title" }}{{ template "__subject" . }}{{ end }}
{{ define "msteams.default.text" }}{{ template "__text" . }}{{ end }}
{{ define "telegram.default.message" }}{{ template "__subject" . }}
{{ template "__text" . }}{{ end }}
{{ define "sms.default.message" }}{{ template "__subject" . }}{{ range .Alerts }} {{ template "__line" . }}{{ end }}{{ end }}
`;
