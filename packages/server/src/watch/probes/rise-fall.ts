export type ProbeHealth = 'up' | 'down' | 'unknown';

/** What looks one after the other have settled. */
export interface Standing {
  readonly health: ProbeHealth;
  /** What was last settled; stays through looks that proved nothing. */
  readonly settled: ProbeHealth;
  readonly goods: number;
  readonly bads: number;
}

export const nothingKnown: Standing = { health: 'unknown', settled: 'unknown', goods: 0, bads: 0 };

export interface Counts {
  readonly rise: number;
  readonly fall: number;
}

/** `rise` good looks in a row make it up, `fall` bad ones down; one that proved nothing makes the count begin again. */
export function afterLook(before: Standing, look: 'pass' | 'fail' | 'unknown', { rise, fall }: Counts): Standing {
  if (look === 'unknown') return { health: 'unknown', settled: before.settled, goods: 0, bads: 0 };
  const goods = look === 'pass' ? before.goods + 1 : 0;
  const bads = look === 'fail' ? before.bads + 1 : 0;
  const settled = goods >= rise ? 'up' : bads >= fall ? 'down' : before.settled;
  return { health: settled, settled, goods, bads };
}
