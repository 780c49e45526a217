import { expect, it } from 'vitest';
import { secretNames, secretTexts } from '../redaction/testing.ts';
import { keptTracing } from './testing.ts';

it('no secret of the corpus leaves in a span: name, attributes, events, links, status, error', async () => {
  const leaks: string[] = [];
  for (const { what, text, secrets } of secretTexts) {
    const { tracing, sent } = keptTracing();
    const span = tracing.start(text, { attributes: { note: text, list: [text, text], [text]: 1 } });
    span.addEvent(text, { note: text }).setAttribute('deep', { note: [text] });
    span.addLink({ context: span.spanContext(), attributes: { note: text } });
    span.fail(new TypeError(text, { cause: text })).end();
    const spans = await sent();
    expect(spans).toHaveLength(1);
    if (secrets.some((secret) => JSON.stringify(spans).includes(secret))) leaks.push(what);
  }
  expect(leaks).toEqual([]);
});

it.each(secretNames)('an attribute that is called %s is hidden', async (name) => {
  const { tracing, sent } = keptTracing();
  tracing.span('x', { [name]: 'plain words', nested: { [name]: 'plain words' } }, (span) =>
    span.addEvent('e', { [name]: 'plain words' }),
  );
  tracing.span('x', { [name]: Buffer.from('plain words') }, () => undefined);
  const spans = JSON.stringify(await sent());
  expect(spans).not.toContain('plain words');
  expect(spans).not.toContain(Buffer.from('plain words').toString('base64'));
});
