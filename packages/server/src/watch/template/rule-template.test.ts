import { describe, expect, it } from 'vitest';
import { parseRuleTemplate } from './rule-template.ts';

const vector = [
  { labels: { __name__: 'v', i: '2' }, value: 2 },
  { labels: { __name__: 'v', i: '1' }, value: 1 },
];

async function expand(text: string, value = 1_234_567): Promise<string> {
  const data = { labels: { __name__: 'v', i: '1' }, externalLabels: { dc: 'x' }, externalURL: 'http://h:1/p', value };
  const query = async (expr: string) => (expr === 'v' ? vector : []);
  return parseRuleTemplate('__alert_A', text).expand(data, { query, now: () => 5000 });
}

/** What promtool makes of the same texts. */
const texts: readonly (readonly [string, string])[] = [
  ['{{ $value }}', '1.234567e+06'],
  [
    '{{ printf "%v %g %.1f %e %G" $value $value $value $value $value }}',
    '1.234567e+06 1.234567e+06 1234567.0 1.234567e+06 1.234567E+06',
  ],
  ['{{ printf "%d %s" $value $value }}', '%!d(float64=1.234567e+06) %!s(float64=1.234567e+06)'],
  [
    '{{ printf "%5.1f|%-8.2f|%+d %x %q %t %08.3f %c %U %%" 2.0 2.0 3 "hi" "q" true 2.0 65 65 }}',
    '  2.0|2.00    |+3 6869 "q" true 0002.000 A U+0041 %',
  ],
  [
    '{{ printf "%d" }} {{ printf "%d" 1 2 }} {{ printf "%z" 1 }} {{ printf "%s" 3 }} {{ printf "%q" 65 }}',
    "%!d(MISSING) 1%!(EXTRA int=2) %!z(int=1) %!s(int=3) 'A'",
  ],
  [
    '{{ printf "%v %v" $labels nil }} {{ printf "%*d" 5 3 }} {{ printf "%[2]v %[1]v" 1 2 }}',
    'map[__name__:v i:1] <nil>     3 2 1',
  ],
  [
    '{{ printf "%T %T" $value 1 }} {{ printf "%.2s" "abcdef" }} {{ printf "%6.2f%%" 12.345 }}',
    'float64 int ab  12.35%',
  ],
  ['{{ print 1 2 "a" "b" 3 4 }} {{ println 1 2 }}', '1 2ab3 4 1 2\n'],
  [`{{ html "<a>" }} {{ urlquery "a b" }} {{ js "it's" }}`, "&lt;a&gt; a+b it\\'s"],
  ['{{ len "abc" }} {{ index $labels "i" }} {{ slice "abcd" 1 2 }}', '3 1 b'],
  [
    '{{ and 1 0 }} {{ or 0 "x" }} {{ not 1 }} {{ eq 1 1 }} {{ eq "a" "b" "a" }} {{ ne 1.5 1.5 }}',
    '0 x false true true false',
  ],
  ["{{ 1e3 }} {{ 0x1f }} {{ 'a' }} {{ true }} {{ `raw\\n` }}", '1000 31 97 true raw\\n'],
  [
    '{{ args 1 "x" }} {{ 1 | printf "%d-%s" 2 }} {{ $labels }} {{ . }}',
    'map[arg0:1 arg1:x] 2-%!s(int=1) map[__name__:v i:1] {map[__name__:v i:1] map[dc:x] http://h:1/p 1.234567e+06}',
  ],
  ['{{ range $i, $e := query "v" }}{{ $i }}={{ $e | value }} {{ label "i" $e }}{{ break }}{{ end }}', '0=2 2'],
  [
    '{{ query "v" | first }} {{ (query "v" | first).Labels }} {{ with query "nope" }}x{{ else }}none{{ end }}',
    '{map[__name__:v i:2] 2} map[__name__:v i:2] none',
  ],
  ['{{ range query "v" | sortByLabel "i" }}{{ .Labels.i }};{{ end }}{{ strvalue (query "v" | first) }}', '1;2;'],
  [
    '{{ humanizeTimestamp 1234567890.5 }} {{ humanizeTimestamp 0 }}',
    '2009-02-13 23:31:30.5 +0000 UTC 1970-01-01 00:00:00 +0000 UTC',
  ],
  ['{{ title "hello wORLD foo-bar" }} {{ toUpper "a" }}{{ toLower "B" }}', 'Hello WORLD Foo-Bar Ab'],
  ['{{ match "a.c" "xxabc" }} {{ reReplaceAll "(a)(b)" "${2}$1x" "xab" }}', 'true xb'],
  ['{{ reReplaceAll "(?i)(?P<first>A)b" "<${first}>" "xabAB" }}', 'x<a><A>'],
  [
    '{{ graphLink "up > 1" }} {{ tableLink "up{a=\\"b\\"}" }}',
    '/graph?g0.expr=up+%3E+1&g0.tab=0 /graph?g0.expr=up%7Ba%3D%22b%22%7D&g0.tab=1',
  ],
  [
    '{{ stripPort "a:1" }} {{ stripDomain "a.b.c:8" }} {{ parseDuration "1h30m" }} {{ pathPrefix }} {{ externalURL }}',
    'a a:8 5400 /p http://h:1/p',
  ],
  [
    '{{ humanizeDuration 93784 }}|{{ humanizeDuration 0.0012 }}|{{ humanizeDuration 59.5 }}|{{ humanizeDuration 0.0 }}',
    '1d 2h 3m 4s|1.2ms|59.5s|0s',
  ],
  [
    '{{ humanize 0.00123 }} {{ humanize 1234567 }} {{ humanize "12345" }} {{ humanize 0 }} {{ humanize 999.95 }}',
    '1.23m 1.235M 12.35k 0 1000',
  ],
  ['{{ humanize1024 2050 }} {{ humanizePercentage 0.1234567 }}', '2.002ki 12.35%'],
  ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }} {{- /* gone */ -}} y', '2y'],
  ['{{ define "x" }}[{{ . }}]{{ end }}{{ template "x" 1 }}{{ block "y" 2 }}({{ . }}){{ end }}', '[1](2)'],
  ['{{ tmpl "x" 3 }}{{ define "x" }}<{{ . }}>{{ end }}', '<3>'],
  ['{{ if eq $labels.i "2" }}two{{ else if eq $labels.i "1" }}one{{ else }}none{{ end }}', 'one'],
  ['{{ with $labels.i }}{{ . }}{{ end }}{{ with $externalLabels.dc }}{{ . }}{{ end }}', '1x'],
  ['{{ $labels.nope }}|{{ $externalLabels.nope }}|', '||'],
  ['a {{- " b " -}} c {{ "d" }}', 'a b c d'],
  ['{{ range $k, $v := $labels }}{{ $k }}={{ $v }},{{ else }}empty{{ end }}', '__name__=v,i=1,'],
];

const failures: readonly (readonly [string, string])[] = [
  [
    '{{ lt $value 80 }}',
    'template: __alert_A:1:115: executing "__alert_A" at <lt $value 80>: error calling lt: incompatible types for comparison',
  ],
  [
    '{{ .Nope }}',
    `template: __alert_A:1:115: executing "__alert_A" at <.Nope>: can't evaluate field Nope in type struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }`,
  ],
  [
    '{{ first (query "nope") }}',
    'template: __alert_A:1:115: executing "__alert_A" at <first (query "nope")>: error calling first: first() called on vector with no elements',
  ],
  [
    '{{ "x" "y" }}',
    `template: __alert_A:1:115: executing "__alert_A" at <"x">: can't give argument to non-function "x"`,
  ],
  ['{{ 1 | len }}', 'template: __alert_A:1:119: executing "__alert_A" at <len>: error calling len: len of type int'],
];

const unsound = ['{{ match "a(?=b)" "ab" }}', '{{ reReplaceAll "(" "" "ab" }}', '{{ humanize "x" }}', '{{ title 1 }}'];

const refused: readonly (readonly [string, string])[] = [
  ['{{ $labels.x | foo }}', 'template: __alert_A:1: function "foo" not defined'],
  ['{{ $nope }}', 'template: __alert_A:1: undefined variable "$nope"'],
  ['\n{{ if true }}', 'template: __alert_A:2: unexpected EOF'],
  ['{{ end }}', 'template: __alert_A:1: unexpected {{end}}'],
  ['{{ "a }}', 'template: __alert_A:1: unterminated quoted string'],
  ['{{ $value', 'template: __alert_A:1: unclosed action'],
  ['{{ }}', 'template: __alert_A:1: missing value for command'],
  ['{{ $value | }}', 'template: __alert_A:1: missing value for command'],
  ['{{ $value | 1 }}', 'template: __alert_A:1: non executable command in pipeline stage 2'],
  ['{{ break }}', 'template: __alert_A:1: {{break}} outside {{range}}'],
];

describe('a template of a rule', () => {
  it.each(texts)('%s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });

  it.each(failures)('tells in its text why it fails: %s', async (text, reason) => {
    expect(await expand(text)).toBe(`<error expanding template: error executing template __alert_A: ${reason}>`);
  });

  it.each(unsound)('does not stop the alert: %s', async (text) => {
    expect(await expand(text)).toMatch(/^<error expanding template: .* error calling \w+: .*>$/);
  });

  it.each(refused)('is refused when it is none: %j', (text, message) => {
    expect(() => parseRuleTemplate('__alert_A', text)).toThrow(message);
  });

  it('tells of a query that fails', async () => {
    const template = parseRuleTemplate('__alert_A', '{{ query "v" }}');
    const data = { labels: {}, externalLabels: {}, externalURL: '', value: 1 };
    const query = () => Promise.reject(new Error('no store'));
    expect(await template.expand(data, { query, now: () => 0 })).toMatch(
      /at <query "v">: error calling query: no store>$/,
    );
  });

  it('does not run without end', async () => {
    const text = await expand('{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}');
    expect(text).toContain('exceeded maximum template depth');
  });
});
