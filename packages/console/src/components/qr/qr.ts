import { Grid } from './grid.ts';
import { qrWords } from './words.ts';

/** A QR code: rows of modules, true where dark. */
export type Qr = readonly (readonly boolean[])[];

/** Draws a text of up to some 200 bytes, so that a seventh of it may be unreadable; undefined when it is longer. */
export function qrOf(text: string): Qr | undefined {
  const found = qrWords(text);
  if (!found) return undefined;
  const drawn = masks.map((_, mask) => {
    const grid = new Grid(found.version);
    drawWords(grid, found.words, mask);
    grid.drawFormat(mask);
    const rows = rowsOf(grid);
    return { rows, penalty: penaltyOf(rows) };
  });
  return drawn.reduce((best, each) => (each.penalty < best.penalty ? each : best)).rows;
}

/** Where modules are turned over, so that no picture comes about that readers take for something else. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** In columns of two from the right, up and down in turn, around what is fixed. */
function drawWords(grid: Grid, words: readonly number[], mask: number): void {
  const { size } = grid;
  const isTurned = masks[mask] ?? (() => false);
  let bit = 0;
  let isUp = true;
  for (let right = size - 1; right >= 1; right -= 2) {
    // The column of the timing pattern is passed over.
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid.isFixed(x, y)) continue;
        const word = words[Math.floor(bit / 8)] ?? 0;
        grid.turn(x, y, (((word >> (7 - (bit % 8))) & 1) === 1) !== isTurned(x, y));
        bit += 1;
      }
    }
    isUp = !isUp;
  }
}

function rowsOf(grid: Grid): Qr {
  const places = Array.from({ length: grid.size }, (_, at) => at);
  return places.map((y) => places.map((x) => grid.isDark(x, y)));
}

/** How hard it is to read: long runs, blocks, what looks like a corner, too much of one colour. */
function penaltyOf(rows: Qr): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x] === true));
  const lines = [...rows, ...columns].map((line) => line.map((isDark) => (isDark ? '1' : '0')).join(''));
  const runs = lines.flatMap((line) => line.match(/0{5,}|1{5,}/g) ?? []).map(({ length }) => length - 2);
  const corners = lines.flatMap((line) => line.match(/(?=10111010000|00001011101)/g) ?? []).length;
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2;
  return sum(runs) + 40 * corners + 3 * blocksOf(rows) + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5);
}

function blocksOf(rows: Qr): number {
  const isBlock = (x: number, y: number) => {
    const color = rows[y]?.[x];
    return rows[y]?.[x + 1] === color && rows[y + 1]?.[x] === color && rows[y + 1]?.[x + 1] === color;
  };
  return sum(rows.slice(1).map((row, y) => row.slice(1).filter((_, x) => isBlock(x, y)).length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
