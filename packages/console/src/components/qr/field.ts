/** GF(256) with the polynomial of QR codes: multiplication by logarithms. */
const powers = new Uint8Array(255);
const logarithms = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  powers[power] = value;
  logarithms[value] = power;
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d;
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return powers[((logarithms[a] ?? 0) + (logarithms[b] ?? 0)) % 255] ?? 0;
}

/** Of (x − 1)(x − 2)(x − 4)…: without the leading 1, highest power first. */
function generator(degree: number): readonly number[] {
  let polynomial = [1];
  for (let root = 0; root < degree; root += 1) {
    const shifted = [...polynomial, 0];
    const scaled = [0, ...polynomial.map((factor) => multiply(factor, powers[root] ?? 0))];
    polynomial = shifted.map((factor, at) => factor ^ (scaled[at] ?? 0));
  }
  return polynomial.slice(1);
}

/** The words of Reed and Solomon's code for a block: what remains of it when divided by the generator. */
export function errorWords(block: readonly number[], count: number): readonly number[] {
  const divisor = generator(count);
  let rest: number[] = Array.from({ length: count }, () => 0);
  for (const word of block) {
    const factor = word ^ (rest[0] ?? 0);
    rest = [...rest.slice(1), 0].map((each, at) => each ^ multiply(divisor[at] ?? 0, factor));
  }
  return rest;
}
