/**
 * What of ours can make a look at others worthless: the event loop stood still, the network is away, the disk does not
 * take samples, or the system has no files or ports left.
 */
export const ownFaults = ['event_loop', 'network', 'disk', 'resources'] as const;
export type OwnFault = (typeof ownFaults)[number];

const byCode: Readonly<Record<string, OwnFault>> = {
  ENETUNREACH: 'network',
  ENETDOWN: 'network',
  EAI_AGAIN: 'network',
  EMFILE: 'resources',
  ENFILE: 'resources',
  ENOBUFS: 'resources',
  ENOMEM: 'resources',
  EADDRNOTAVAIL: 'resources',
};

/** The fault of ours that an error tells of; undefined when it may be the other side's. */
export function faultOfError(error: unknown): OwnFault | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    const fault = 'code' in each ? byCode[String(each.code)] : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
