/** What a gate found. `reason` is one sentence for a person; `detail` is the evidence: an answer's body, a command's output. */
export interface GateVerdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly reason: string;
  readonly detail: string;
}

export function pass(reason: string, detail = ''): GateVerdict {
  return { verdict: 'pass', reason, detail };
}

export function fail(reason: string, detail = ''): GateVerdict {
  return { verdict: 'fail', reason, detail };
}

/** Where a gate sends its requests: one instance, or the public address. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export function urlOf({ host, port }: Address, path = ''): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}
