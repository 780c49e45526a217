import { z } from 'zod';
import { hints } from '../hint.ts';
import { written } from './written.ts';

const highestPort = 65_535;

/** A TCP port. 0, "any free port", is refused: nobody would find the service. */
export const Port = z
  .int()
  .min(1)
  .max(highestPort)
  .register(hints, {
    expected: `a port from 1 to ${highestPort}`,
    example: '8080',
    fix: () => 'Write a whole number such as 8080.',
  });

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `8080`, `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`. Without a host it is 127.0.0.1: loopback until told otherwise. */
export const ListenAddress = written(
  z.union([z.number(), z.string()]),
  {
    expected: 'a port or host:port',
    example: '8080',
    fix: () => 'Write 8080 or 127.0.0.1:8080.',
    print: (value) => formatListenAddress(value as ListenAddress),
  },
  parseListenAddress,
);

export function parseListenAddress(input: number | string): ListenAddress | undefined {
  const [, bracketed, plain, digits] =
    /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):)?(\d{1,5})$/.exec(String(input)) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > highestPort) return undefined;
  return { host: bracketed ?? plain ?? '127.0.0.1', port };
}

export function formatListenAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
