/** One message of a `text/event-stream`; `data` is parsed from JSON. */
export interface StreamEvent<T> {
  readonly id: string;
  readonly type: string;
  readonly data: T;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) from bytes as they come. Comments and `retry` are passed over;
 * an event without data is dropped, as the specification asks.
 */
export async function* readEventStream<T>(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent<T>> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of body) {
    pending += decoder.decode(chunk, { stream: true });
    const blocks = pending.split(/\r?\n\r?\n/);
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseBlock<T>(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseBlock<T>(block: string): StreamEvent<T> | undefined {
  let id = '';
  let type = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    else if (field === 'event') type = value;
    else if (field === 'data') data.push(value);
  }
  if (data.length === 0) return undefined;
  return { id, type, data: JSON.parse(data.join('\n')) as T };
}
