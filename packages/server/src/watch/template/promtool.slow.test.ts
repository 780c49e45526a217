import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { parseRuleTemplate } from './rule-template.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** Carried out by promtool as annotations of one alert, for the series v{i="1"} with the value 3.5. */
const texts = [
  '{{ range $k, $v := $labels }}{{ $k }}={{ $v }},{{ else }}e{{ end }}',
  '{{ if eq $labels.i "2" }}two{{ else if eq $labels.i "1" }}one{{ else }}none{{ end }}',
  '{{ with $labels.i }}{{ . }}{{ end }}',
  '{{ block "y" 2 }}({{ . }}){{ end }}',
  '{{ humanize 999.95 }} {{ humanize 999.96 }} {{ humanize -1500.0 }} {{ humanize 1e30 }} {{ humanize 1e-30 }}',
  'a {{- " b " -}} c {{ "d" }}',
  '{{ humanizeDuration 59.5 }} {{ humanizeDuration 60.9 }} {{ humanizeDuration -3661.0 }} {{ humanizeDuration 0.5 }} {{ humanizeDuration 1e-9 }} {{ humanizeDuration 86400 }}',
  '{{ humanizePercentage 1.0 }} {{ humanizePercentage 0.00001 }} {{ humanize1024 1048576 }} {{ humanize1024 0.5 }} {{ humanize1024 -2048.0 }}',
  '{{ printf "%6.3e|%G|%10.4g|%-10.4g|%010.2f|% d|%x|%X|%o|%b|%#x|%q|%v" 12345.678 1e-7 123456.0 0.00001234 -3.14159 5 255 255 8 5 255 "a\\"b" "x" }}',
  '{{ printf "%5t|%-5t|%5s|%.1s|%x|%X|% x" true false "ab" "ab" "ab" "ab" "ab" }}',
  '{{ printf "%!" }} {{ printf "%" }} {{ printf "%5" }} {{ printf "a%" 1 }}',
  '{{ printf "%v %v %v %v" 1.0 1e6 1e5 123456789.0 }} {{ 0.1 }} {{ 100000.0 }} {{ 1e-5 }} {{ 0.0001 }}',
  '{{ title "ab cd-ef_gh it\'s 1st éa" }}',
  '{{ "a\\tb\\u00e9\\x41" }}',
  '{{ index "abc" 1 }}',
  '{{ slice "abcdef" 2 }}{{ slice "abc" 1 2 }}',
  '{{ not "" }} {{ len $labels }}',
  '{{ eq 1 2 3 1 }} {{ lt "a" "b" }} {{ le 1.0 1.0 }} {{ gt 2 1 }}',
  '{{ lt 1 1.0 }}',
  '{{ eq true true }}',
  '{{ lt true false }}',
  '{{ $x := 3 }}{{ range $i, $e := query "v" }}{{ $x = $i }}{{ end }}{{ $x }}',
  '{{ stripPort "[::1]:90" }} {{ stripPort "noport" }} {{ stripDomain "1.2.3.4:9" }} {{ stripDomain "a.b" }} {{ stripDomain "[::1]:80" }}',
  '{{ parseDuration "x" }}',
  '{{ humanize "abc" }}',
  '{{ humanize true }}',
  '{{ reReplaceAll "(.)b" "$1-$2x${1}x" "ab cb" }}',
  '{{ match "^a$" "a" }}',
  '{{ value (query "v" | first) }}',
  '{{ query "sum(" }}',
  '{{ print }}{{ print nil }}',
  '{{ println }}',
  '{{ html 1 "a" "b" }}',
  '{{ urlquery "a b&c=d/é" }}',
  '{{ js "<a href=\\"x\\">\\n" }}',
  '{{ args 1 2 | len }}',
  '{{ (args "x").arg0 }}',
  '{{ "x" | toUpper | printf "%s-%s" "y" }}',
  '{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp -1.5 }}',
  '{{ if and (gt 1 0) (lt 1 2) }}yes{{ end }}',
  '{{/* c */}}x{{- /* d */ -}} y',
  '{{ 1_000 }} {{ 0b11 }} {{ 0o17 }} {{ 017 }} {{ -5 }} {{ +5 }} {{ 1. }} {{ .5 }}',
  '{{ "a" }}{{ `b` }}{{ \'\\n\' }}',
  '{{ range "abc" }}{{ . }}{{ end }}',
  '{{ range 1.5 }}x{{ end }}',
  '{{ len 3 }}',
  '{{ index $labels 1 }}',
  '{{ printf "%[3]d %[1]d" 1 2 3 }} {{ printf "%[5]d" 1 }} {{ printf "%.*f" 2 3.14159 }}',
  '{{ printf "%t" 1 }} {{ printf "%d" "a" }} {{ printf "%f" "a" }} {{ printf "%c" "a" }} {{ printf "%s" true }} {{ printf "%s" nil }} {{ printf "%d" nil }}',
  '{{ (query "v") | len }}',
  '{{ printf "%.3v %5v|%-5v|%05v" 3.14159 1 2 3 }}',
  '{{ printf "%e" 0.0 }} {{ printf "%g" 1e100 }} {{ printf "%f" 1e22 }} {{ printf "%8.3s|" "abcdef" }}',
  '{{ printf "%+v %+.1f %+d % .2f" 1.5 2.0 3 4.0 }}',
  '{{ tableLink "a b" }}',
  '{{ define "x" }}{{ . }}{{ end }}{{ template "x" $labels.i }}{{ template "x" }}',
];

describe.skipIf(!hasPromtool)('templates beside promtool (skipped where it is not installed)', () => {
  it(`give the same ${texts.length} texts`, async () => {
    const annotations = Object.fromEntries(
      await Promise.all(texts.map(async (text, index) => [`a${index}`, await expand(text)] as const)),
    );
    const folder = await testFolder();
    const rule = { alert: 'A', expr: 'v', annotations: Object.fromEntries(texts.map((text, i) => [`a${i}`, text])) };
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] }));
    const alert = { exp_labels: { i: '1' }, exp_annotations: annotations };
    const test = {
      interval: '1m',
      external_url: 'http://x/y',
      input_series: [{ series: 'v{i="1"}', values: '3.5' }],
      alert_rule_test: [{ eval_time: '0m', alertname: 'A', exp_alerts: [alert] }],
    };
    writeFileSync(join(folder, 'test.yml'), JSON.stringify({ rule_files: ['rules.yml'], tests: [test] }));
    const verdict = spawnSync('promtool', ['test', 'rules', join(folder, 'test.yml')], { encoding: 'utf8' });
    expect(verdict.stdout + verdict.stderr).toContain('SUCCESS');
  });
});

async function expand(text: string): Promise<string> {
  const labels = { __name__: 'v', i: '1' };
  const data = { labels, externalLabels: {}, externalURL: 'http://x/y', value: 3.5 };
  const query = async (expr: string) => {
    if (expr === 'sum(') throw new Error('1:5: parse error: unclosed left parenthesis');
    return [{ labels, value: 3.5 }];
  };
  return parseRuleTemplate('__alert_A', text).expand(data, { query, now: () => 0 });
}
