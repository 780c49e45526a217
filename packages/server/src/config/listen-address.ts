export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export function printAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
