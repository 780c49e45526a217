const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/** An id of zeros stands for none. */
export function isTraceId(id: string | undefined): id is string {
  return id !== undefined && TRACE_ID.test(id);
}

export function isSpanId(id: string | undefined): id is string {
  return id !== undefined && SPAN_ID.test(id);
}
