/** Requests in the shape that the specification's own examples have (JSON), each with what SDKs send beside it. */

const myService = { key: 'service.name', value: { stringValue: 'my.service' } };
const host = { key: 'host.name', value: { stringValue: 'pi' } };
const scope = {
  name: 'my.library',
  version: '1.0.0',
  attributes: [{ key: 'my.scope.attribute', value: { stringValue: 'some scope attribute' } }],
};

export const exampleTraces = {
  resourceSpans: [
    {
      resource: {
        attributes: [myService, { key: 'service.instance.id', value: { stringValue: 'my-1' } }, host],
        droppedAttributesCount: 0,
      },
      schemaUrl: 'https://opentelemetry.io/schemas/1.27.0',
      scopeSpans: [
        {
          scope,
          spans: [
            {
              traceId: '5B8EFFF798038103D269B633813FC60C',
              spanId: 'EEE19B7EC3C1B174',
              parentSpanId: 'EEE19B7EC3C1B173',
              traceState: 'vendor=1',
              flags: 257,
              name: 'I am a span!',
              startTimeUnixNano: '1544712660000000000',
              endTimeUnixNano: '1544712661000000000',
              kind: 2,
              attributes: [
                { key: 'my.span.attr', value: { stringValue: 'some value' } },
                { key: 'http.status_code', value: { intValue: '500' } },
                { key: 'big', value: { intValue: '9007199254740993' } },
                { key: 'ratio', value: { doubleValue: 0.5 } },
                { key: 'retried', value: { boolValue: true } },
                { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }, {}] } } },
                {
                  key: 'nested',
                  value: {
                    kvlistValue: {
                      values: [
                        {
                          key: 'deep',
                          value: { kvlistValue: { values: [{ key: 'er', value: { stringValue: 'x' } }] } },
                        },
                      ],
                    },
                  },
                },
                { key: 'raw', value: { bytesValue: '+/8=' } },
                { key: 'nothing' },
              ],
              droppedAttributesCount: 1,
              events: [
                {
                  timeUnixNano: '1544712660500000000',
                  name: 'exception',
                  attributes: [{ key: 'exception.type', value: { stringValue: 'NoBell' } }],
                },
              ],
              links: [
                {
                  traceId: '5B8EFFF798038103D269B633813FC60D',
                  spanId: 'EEE19B7EC3C1B175',
                  attributes: [{ key: 'why', value: { stringValue: 'retry' } }],
                },
                { traceId: '', spanId: '' },
              ],
              status: { code: 2, message: 'no bell' },
            },
          ],
        },
      ],
    },
  ],
};

export const exampleLogs = {
  resourceLogs: [
    {
      resource: { attributes: [myService, host] },
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: '1544712660300000000',
              observedTimeUnixNano: '1544712660300000001',
              severityNumber: 10,
              severityText: 'Information',
              traceId: '5B8EFFF798038103D269B633813FC60C',
              spanId: 'EEE19B7EC3C1B174',
              body: { stringValue: 'Example log record' },
              eventName: 'bell.pressed',
              attributes: [{ key: 'string.attribute', value: { stringValue: 'some string' } }],
            },
          ],
        },
      ],
    },
    {
      scopeLogs: [
        {
          logRecords: [
            {
              observedTimeUnixNano: '1544712660301999999',
              severityText: 'ERR',
              traceId: '',
              body: { kvlistValue: { values: [{ key: 'code', value: { intValue: 5 } }] } },
            },
            {},
          ],
        },
      ],
    },
  ],
};

const at = { startTimeUnixNano: '1544712660300000000', timeUnixNano: '1544712661300000000' };

export const exampleMetrics = {
  resourceMetrics: [
    {
      resource: { attributes: [myService] },
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: 'my.counter',
              unit: '1',
              description: 'I am a Counter',
              sum: {
                aggregationTemporality: 1,
                isMonotonic: true,
                dataPoints: [
                  {
                    ...at,
                    asDouble: 5,
                    attributes: [{ key: 'my.counter.attr', value: { stringValue: 'some value' } }],
                  },
                ],
              },
            },
            { name: 'my.gauge', gauge: { dataPoints: [{ ...at, asInt: '10' }] } },
            {
              name: 'my.histogram',
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  {
                    ...at,
                    count: 2,
                    sum: 2,
                    bucketCounts: [1, 1],
                    explicitBounds: [1],
                    min: 0,
                    max: 2,
                  },
                ],
              },
            },
            {
              name: 'my.exponential.histogram',
              exponentialHistogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  {
                    ...at,
                    count: 3,
                    sum: 10,
                    scale: 0,
                    zeroCount: 1,
                    positive: { offset: 1, bucketCounts: [0, 2] },
                    min: 0,
                    max: 5,
                    zeroThreshold: 0,
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
};
