import type { Finding } from './finding.ts';

interface Gap {
  readonly segment: number;
  readonly line: number;
  readonly from: number;
  readonly through: number;
  /** What has not turned up elsewhere, as ranges. */
  missing: readonly (readonly [number, number])[];
  returned: number;
  lastReturn: string;
}

const mostGaps = 10_000;

/** Entries that were not where they belong. They may yet turn up: then they were moved, else they were deleted. */
export class Gaps {
  readonly #gaps: Gap[] = [];

  open(segment: number, line: number, from: number, through: number): void {
    if (this.#gaps.length >= mostGaps) return;
    this.#gaps.push({ segment, line, from, through, missing: [[from, through]], returned: 0, lastReturn: '' });
  }

  /** Whether the entry was missing, and is so no more. */
  close(sequence: number, place: { segment: number; line: number }): boolean {
    const gap = this.#gaps.find(({ missing }) => missing.some((range) => isIn(range, sequence)));
    if (gap === undefined) return false;
    gap.missing = gap.missing.flatMap((range) => (isIn(range, sequence) ? without(range, sequence) : [range]));
    gap.returned += 1;
    gap.lastReturn = `segment ${place.segment}, line ${place.line}`;
    return true;
  }

  /** What is to be said at the end; entries from `cutFrom` on are not deleted but cut off. */
  findings(): Finding[] {
    return this.#gaps.flatMap((gap) => [...reordered(gap), ...gap.missing.map((range) => deleted(gap, range))]);
  }
}

function reordered({ segment, line, from, through, returned, lastReturn }: Gap): Finding[] {
  if (returned === 0) return [];
  const message = `Here ${entries(from, through)} should stand, and ${returned === 1 ? 'it stands' : `${returned} of them stand`} further down (the last: ${lastReturn}): lines were swapped.`;
  return [{ kind: 'reordered', segment, line, sequence: from, throughSequence: through, message }];
}

function deleted({ segment, line }: Gap, [from, through]: readonly [number, number]): Finding {
  const message = `Here ${entries(from, through)} should stand: deleted.`;
  return { kind: 'deleted', segment, line, sequence: from, throughSequence: through, message };
}

export function entries(from: number, through: number): string {
  return from === through ? `entry ${from}` : `entries ${from} to ${through}`;
}

function isIn([from, through]: readonly [number, number], sequence: number): boolean {
  return from <= sequence && sequence <= through;
}

function without([from, through]: readonly [number, number], sequence: number): [number, number][] {
  const sides: [number, number][] = [
    [from, sequence - 1],
    [sequence + 1, through],
  ];
  return sides.filter(([low, high]) => low <= high);
}
