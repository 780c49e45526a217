import { Resolver } from 'node:dns/promises';
import type { DnsProbe } from '../../config/metrics-config.ts';
import type { Look } from './outcome.ts';
import { fail, pass } from './outcome.ts';

/** A name has records of a type, one of them as wanted. */
export function dnsProbe({ query, type, server, contains }: DnsProbe): Look {
  return async (signal) => {
    const resolver = new Resolver({ tries: 1 });
    if (server !== undefined) resolver.setServers([server]);
    signal.addEventListener('abort', () => resolver.cancel(), { once: true });
    const answer: unknown = await resolver.resolve(query, type);
    const records = (Array.isArray(answer) ? answer : [answer]).map(printRecord);
    const measures = { probe_dns_answer_rrs: records.length };
    if (contains === undefined || records.some((record) => record.includes(contains))) {
      return pass(`${records.length} records: ${records.join(', ').slice(0, 200)}`, measures);
    }
    return fail(`none of the records has "${contains}": ${records.join(', ').slice(0, 200)}`, measures);
  };
}

/** A TXT record comes in pieces, MX and SRV as objects. */
function printRecord(record: unknown): string {
  if (typeof record === 'string') return record;
  return Array.isArray(record) ? record.join('') : Object.values(Object(record)).join(' ');
}
