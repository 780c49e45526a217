import { binary } from './words.ts';

/** A square of modules while it is drawn: dark or light, and what of it is not data. */
export class Grid {
  readonly size: number;
  private readonly dark: boolean[];
  private readonly fixed: boolean[];

  constructor(readonly version: number) {
    this.size = 17 + version * 4;
    this.dark = Array.from({ length: this.size ** 2 }, () => false);
    this.fixed = Array.from({ length: this.size ** 2 }, () => false);
    this.drawPatterns();
  }

  isDark(x: number, y: number): boolean {
    return this.dark[y * this.size + x] === true;
  }

  isFixed(x: number, y: number): boolean {
    return this.fixed[y * this.size + x] === true;
  }

  turn(x: number, y: number, isDark: boolean): void {
    if (x >= 0 && y >= 0 && x < this.size && y < this.size) this.dark[y * this.size + x] = isDark;
  }

  /** The two copies of level M and the mask, and the module that is always dark. */
  drawFormat(mask: number): void {
    const bits = withRest(mask, 10, 0x537) ^ 0x5412;
    const last = this.size - 1;
    for (let at = 0; at < 15; at += 1) {
      const isDark = ((bits >> at) & 1) === 1;
      // Beside the corner at the top left, around the timing patterns.
      if (at < 8) this.fix(8, at < 6 ? at : at + 1, isDark);
      else this.fix(at === 8 ? 7 : 14 - at, 8, isDark);
      // The other half each below and beside the other two.
      if (at < 8) this.fix(last - at, 8, isDark);
      else this.fix(8, last - 14 + at, isDark);
    }
    this.fix(8, this.size - 8, true);
  }

  private drawPatterns(): void {
    const last = this.size - 1;
    for (let at = 8; at < this.size - 8; at += 1) {
      this.fix(at, 6, at % 2 === 0);
      this.fix(6, at, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [last - 3, 3],
      [3, last - 3],
    ] as const) {
      this.drawSquare(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    }
    this.drawAlignment();
    this.drawFormat(0);
    if (this.version >= 7) this.drawVersion();
  }

  private drawAlignment(): void {
    const places = alignments[this.version - 1] ?? [];
    const last = this.size - 7;
    for (const x of places) {
      for (const y of places) {
        const isCorner = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
        if (!isCorner) this.drawSquare(x, y, 2, (ring) => ring !== 1);
      }
    }
  }

  private drawVersion(): void {
    const bits = withRest(this.version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), this.size - 11 + (at % 3)];
      this.fix(near, far, ((bits >> at) & 1) === 1);
      this.fix(far, near, ((bits >> at) & 1) === 1);
    }
  }

  private drawSquare(centerX: number, centerY: number, reach: number, isDark: (ring: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        this.fix(centerX + dx, centerY + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  private fix(x: number, y: number, isDark: boolean): void {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.turn(x, y, isDark);
    this.fixed[y * this.size + x] = true;
  }
}

/** Centres of the alignment patterns (ISO/IEC 18004, annex E). */
const alignments: readonly (readonly number[])[] = [
  ...[[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34]],
  ...[
    [6, 22, 38],
    [6, 24, 42],
    [6, 26, 46],
    [6, 28, 50],
  ],
];

/** A value with the rest of its division by a BCH generator behind it. */
function withRest(value: number, length: number, divisor: number): number {
  let rest = value << length;
  const width = binary(divisor, 0).length;
  while (binary(rest, 0).length >= width) rest ^= divisor << (binary(rest, 0).length - width);
  return (value << length) | rest;
}
