const sensitive =
  /password|passwd|passphrase|secret|token|api_?key|authorization|cookie|connection_?string|dsn|private_?key/i;

export function isSensitiveName(name: string): boolean {
  return sensitive.test(name);
}
