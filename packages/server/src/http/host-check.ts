/**
 * Whether a Host header may name this server. While it listens on loopback, a page whose name was rebound to 127.0.0.1
 * would otherwise be "same origin" with the API; names of our own, and no others, are therefore let in.
 */
export function createHostCheck(options: { listenHost: string; allowedHosts: readonly string[] }) {
  const allowed = new Set([...loopbackNames, options.listenHost, ...options.allowedHosts].map((name) => bare(name)));
  const isStrict = isLoopback(options.listenHost) || options.allowedHosts.length > 0;
  return (header: string | undefined): boolean => !isStrict || (header !== undefined && allowed.has(hostOf(header)));
}

const loopbackNames = ['127.0.0.1', 'localhost', '::1'];

export function isLoopback(host: string): boolean {
  const name = bare(host);
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

function hostOf(header: string): string {
  const withoutPort = header.startsWith('[') ? header.slice(0, header.indexOf(']') + 1) : header.replace(/:\d+$/, '');
  return bare(withoutPort);
}

function bare(name: string): string {
  return name.replace(/^\[|\]$/g, '').toLowerCase();
}
