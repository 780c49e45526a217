import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { BodyLines } from './exposition/body-lines.ts';
import { acceptedFormats, createParser, formatOf } from './exposition/format.ts';
import type { ExpositionSink } from './exposition/sink.ts';
import { ScrapeError } from './scrape-error.ts';
import type { Target } from './target.ts';

/** Reads the target's page into the sink. Throws when it could not be had whole, or is not well formed. */
export async function fetchPage(
  target: Target,
  sink: ExpositionSink,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<void> {
  const { source } = target;
  if (source.kind === 'url') return readUrl(source.url, target, sink, dispatcher, signal);
  const { text, contentType } = await source.read(signal);
  const body = bodyFor(contentType, sink);
  body.push(Buffer.from(text));
  body.end();
}

async function readUrl(
  url: string,
  { limits }: Target,
  sink: ExpositionSink,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<void> {
  const answer = await request(url, { dispatcher, signal, headers: headersFor(limits.timeoutMs) });
  try {
    if (answer.statusCode !== 200) throw new ScrapeError(`the server answered with HTTP status ${answer.statusCode}`);
    const body = bodyFor(String(answer.headers['content-type'] ?? ''), sink);
    for await (const chunk of within(decoded(answer), limits.bodySizeLimitBytes)) body.push(chunk);
    body.end();
  } finally {
    answer.body.on('error', () => {}).destroy();
  }
}

function headersFor(timeoutMs: number): Record<string, string> {
  return {
    accept: acceptedFormats,
    'accept-encoding': 'gzip',
    'user-agent': 'seaworthy',
    'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1_000),
  };
}

function bodyFor(contentType: string, sink: ExpositionSink): BodyLines {
  const format = formatOf(contentType);
  if (format === undefined) throw new ScrapeError(`the page is "${contentType}", not Prometheus' text nor OpenMetrics`);
  return new BodyLines(createParser(format, sink));
}

function decoded({ headers, body }: Dispatcher.ResponseData): Readable {
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new ScrapeError(`the page is encoded as "${encoding}", only gzip was asked for`);
  const gunzip = createGunzip();
  body.on('error', (error) => gunzip.destroy(error));
  return body.pipe(gunzip);
}

/** Unpacked bytes count: a small page may unpack to a large one. */
async function* within(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (limitBytes > 0 && bytes > limitBytes) throw new ScrapeError(`the page has more than ${limitBytes} bytes`);
    yield chunk;
  }
}
