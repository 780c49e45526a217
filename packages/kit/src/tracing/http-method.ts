const known: ReadonlySet<string> = new Set('GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'.split(' '));

/** The method as a name of few values, and as attributes: what nobody defined is `_OTHER`, and `HTTP` in names. */
export function httpMethodAttributes(method: string): {
  readonly method: string;
  readonly 'http.request.method': string;
  readonly 'http.request.method_original'?: string;
} {
  if (known.has(method)) return { method, 'http.request.method': method };
  return { method: 'HTTP', 'http.request.method': '_OTHER', 'http.request.method_original': method };
}
