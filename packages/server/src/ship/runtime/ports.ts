import { createServer } from 'node:net';

const ATTEMPTS = 100;

/** Hands out free ports, none of them twice until it is given back. */
export class Ports {
  readonly #taken = new Set<number>();

  reserve(port: number): void {
    this.#taken.add(port);
  }

  release(port: number): void {
    this.#taken.delete(port);
  }

  /**
   * A port that was free a moment ago; the operating system chooses. Somebody else may still be faster than the
   * instance: it then fails, and gets another one at its restart.
   */
  async take(host: string): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const port = await bind(host, 0);
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      return port;
    }
    throw new Error(`no free port found on ${host}`);
  }
}

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return bind(host, port).then(
    () => true,
    () => false,
  );
}

/** Listens for a moment and answers with the port; rejects when it cannot. */
function bind(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
