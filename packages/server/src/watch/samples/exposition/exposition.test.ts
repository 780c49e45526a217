import { describe, expect, it } from 'vitest';
import { BodyLines } from './body-lines.ts';
import { ExpositionError } from './exposition-error.ts';
import type { ExpositionFormat } from './format.ts';
import { createParser, formatOf } from './format.ts';
import { readPage } from './read-page.ts';

const page = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
# a comment
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
\ttabs \t { a = "b" ,\tc="}" , } -0.5\t
{"a name","label-1"="x",é="not bare"} 1`;

describe("Prometheus' text format", () => {
  it('is read with its escapes, timestamps, blanks and quoted names', () => {
    const text = page.replace('é=', '"é"=');
    expect(readPage(text, 'text').map(({ labels, ...rest }) => ({ ...labels, ...rest }))).toEqual([
      { __name__: 'http_requests_total', method: 'post', code: '200', value: 1027, timestampMs: 1395066363000 },
      { __name__: 'http_requests_total', method: 'post', code: '400', value: 3, timestampMs: 1395066363000 },
      {
        __name__: 'msdos_file_access_time_seconds',
        path: 'C:\\DIR\\FILE.TXT',
        error: 'Cannot find file:\n"FILE.TXT"',
        value: 1.458255915e9,
      },
      { __name__: 'metric_without_timestamp_and_labels', value: 12.47 },
      { __name__: 'something_weird', problem: 'division by zero', value: Infinity, timestampMs: -3982045 },
      { __name__: 'tabs', a: 'b', c: '}', value: -0.5 },
      { __name__: 'a name', 'label-1': 'x', é: 'not bare', value: 1 },
    ]);
  });

  it.each([
    ['1', 1],
    ['-1', -1],
    ['+1', 1],
    ['0.1', 0.1],
    ['.5', 0.5],
    ['5.', 5],
    ['-0', -0],
    ['123456.789', 123456.789],
    ['9007199254740993', 9007199254740992],
    ['0.30000000000000004', 0.30000000000000004],
    ['1e-7', 1e-7],
    ['1.7976931348623157e+308', Number.MAX_VALUE],
    ['NaN', Number.NaN],
    ['nan', Number.NaN],
    ['-Inf', -Infinity],
    ['inf', Infinity],
    ['Infinity', Infinity],
  ])('reads the value %s', (text, value) => {
    expect(readPage(`a ${text}\n`, 'text')[0]?.value).toBe(value);
  });

  it.each([
    ['a', 'line 1: expected a value after the metric, got the end of the line'],
    ['a 1\nb{c="d" 1', 'line 2: the labels are not closed: expected "}"'],
    ['a{b="c 1', "line 1: a quoted text is not closed: expected '\"'"],
    ['a{b="c} 1\nd{e="f"} 1', "line 1: a quoted text is not closed: expected '\"'"],
    ["a{b='c'} 1", 'line 1: the value of "b" is not in quotes, got "\'c\'}"'],
    ['a{b} 1', 'line 1: expected "=" after the label "b", got "}"'],
    ['a{b="c" d="e"} 1', 'line 1: expected "," or "}" after a label, got "d=\\"e\\"}"'],
    ['a{,} 1', 'line 1: expected the name of a label, got ",}"'],
    ['a{="x"} 1', 'line 1: expected the name of a label, got "=\\"x\\"}"'],
    ['a{b-c="d"} 1', 'line 1: expected the name of a label, got "b-c=\\"d\\"}"'],
    ['a{b="c",b="d"} 1', 'line 1: the label "b" is there twice'],
    ['a{"b"} 1', 'line 1: the metric has two names'],
    ['{b="c"} 1', 'line 1: the metric has no name'],
    ['a{__name__="b"} 1', 'line 1: __name__ is written before the braces, or alone in quotes'],
    ['1a 1', 'line 1: "1a" is no name of a metric'],
    ['a-b 1', 'line 1: "a-b" is no name of a metric'],
    ['a 1,5', 'line 1: expected a number, got "1,5"'],
    ['a 0x10', 'line 1: expected a number, got "0x10"'],
    ['a 1_000', 'line 1: expected a number, got "1_000"'],
    ['a 1\r\n', 'line 1: expected a number, got "1\r"'],
    ['a 1 1.5', 'line 1: expected a timestamp in milliseconds, got "1.5"'],
    ['a 1 1 1', 'line 1: expected the end of the line, got "1"'],
    ['# TYPE a meter\n', 'line 1: "meter" is no type of a metric'],
    ['# TYPE\n', 'line 1: expected the name of a metric after TYPE'],
    ['<html>', 'line 1: expected a value after the metric, got the end of the line'],
  ])('refuses %j', (text, reason) => {
    expect(messageOf(text, 'text')).toBe(reason);
  });

  it('tells types and help texts', () => {
    const told: string[] = [];
    const parser = createParser('text', { sample: () => {}, metadata: (...each) => void told.push(each.join('|')) });
    parser.lines('# TYPE a counter\n#  HELP a  one\\nand \\\\ two\n# HELP "b c" x\n# HELPER d\n#TYPE e\n');
    expect(told).toEqual(['type|a|counter', 'help|a|one\nand \\ two', 'help|b c|x']);
  });
});

describe('OpenMetrics', () => {
  it('is read with timestamps in seconds and exemplars', () => {
    const text = `# TYPE foo histogram
# UNIT foo_seconds seconds
# HELP foo Some "help"
foo_bucket{le="0.01"} 0
foo_bucket{le="0.1"} 8 1520879607.789 # {} 0.054
foo_bucket{le="1"} 11 # {trace_id="KOO5S4vxi0o",span="# {"} 0.67 1520879607.5
foo_created 1520430000.123
{"foo.bar",a="b"} 1
# EOF
`;
    expect(readPage(text, 'openmetrics').slice(1)).toEqual([
      {
        labels: { __name__: 'foo_bucket', le: '0.1' },
        value: 8,
        timestampMs: 1520879607789,
        exemplar: { labels: [], value: 0.054, timestampMs: undefined },
      },
      {
        labels: { __name__: 'foo_bucket', le: '1' },
        value: 11,
        timestampMs: undefined,
        exemplar: {
          labels: [
            ['trace_id', 'KOO5S4vxi0o'],
            ['span', '# {'],
          ],
          value: 0.67,
          timestampMs: 1520879607500,
        },
      },
      { labels: { __name__: 'foo_created' }, value: 1520430000.123, timestampMs: undefined },
      { labels: { __name__: 'foo.bar', a: 'b' }, value: 1, timestampMs: undefined },
    ]);
  });

  it.each([
    ['a 1\n', 'line 1: the page does not end with # EOF'],
    ['# EOF\n\n', 'line 2: there is more after # EOF'],
    ['# EOF\na 1\n', 'line 2: there is more after # EOF'],
    ['\n# EOF\n', 'line 1: OpenMetrics has no empty lines'],
    ['#EOF\n', 'line 1: expected # HELP, # TYPE, # UNIT or # EOF'],
    ['# a comment\n# EOF\n', 'line 1: expected # HELP, # TYPE, # UNIT or # EOF'],
    ['# TYPE a untyped\n# EOF\n', 'line 1: "untyped" is no type of a metric'],
    ['# TYPE  a gauge\n# EOF\n', 'line 1: expected # HELP, # TYPE, # UNIT or # EOF'],
    ['# UNIT a seconds\n# EOF\n', 'line 1: the metric "a" does not end in its unit "_seconds"'],
    ['a  1\n# EOF\n', 'line 1: expected a value after the metric, got a space'],
    ['a\t1\n# EOF\n', 'line 1: expected a space, got "\t"'],
    ['a 1 \n# EOF\n', 'line 1: expected a timestamp after the value, got the end of the line'],
    ['a 1 NaN\n# EOF\n', 'line 1: expected a timestamp in seconds, got "NaN"'],
    ['a 1 1 1\n# EOF\n', 'line 1: expected the end of the line or an exemplar, got "1"'],
    ['a_total 1 # {b="c"}\n# EOF\n', "line 1: expected a value after the exemplar's labels, got the end of the line"],
    ['a_total 1 # b 1\n# EOF\n', 'line 1: expected the end of the line or an exemplar, got "# b 1"'],
    ['a_total 1 # {b="c",b="d"} 1\n# EOF\n', 'line 1: the label "b" is there twice'],
    [
      `a_total 1 # {b="${'x'.repeat(128)}"} 1\n# EOF\n`,
      "line 1: the exemplar's labels have 129 characters of at most 128",
    ],
  ])('refuses %j', (text, reason) => {
    expect(messageOf(text, 'openmetrics')).toBe(reason);
  });
});

describe('a body that arrives in pieces', () => {
  const read = (chunks: readonly Buffer[], format: ExpositionFormat = 'text') => {
    const found: string[] = [];
    const body = new BodyLines(
      createParser(format, { sample: (series, value) => void found.push(`${series}=${value}`) }),
    );
    for (const chunk of chunks) body.push(chunk);
    body.end();
    return found;
  };

  it('reads the same wherever it is cut', () => {
    const bytes = Buffer.from('a{b="é"} 1\n# x\n\nc 22\nd 3');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['a{b="é"}=1', 'c=22', 'd=3']);
    }
    expect(read([...bytes].map((byte) => Buffer.of(byte)))).toHaveLength(3);
  });

  it('is refused where it is not UTF-8, with the line', () => {
    const chunks = ['a 1\n', 'b 1\nc{d="\xff"} 1\ne 1\n'].map((text) => Buffer.from(text, 'latin1'));
    expect(() => read(chunks)).toThrow('line 3: is not valid UTF-8');
  });
});

it.each([
  ['text/plain; version=0.0.4; charset=utf-8', 'text'],
  ['', 'text'],
  ['application/openmetrics-text; version=1.0.0', 'openmetrics'],
  ['text/html', undefined],
  ['application/vnd.google.protobuf', undefined],
])('the content type %j is %s', (type, format) => {
  expect(formatOf(type)).toBe(format);
});

function messageOf(text: string, format: ExpositionFormat): string {
  try {
    readPage(text, format);
    return 'no error';
  } catch (error) {
    return error instanceof ExpositionError ? error.message : `another error: ${error}`;
  }
}
