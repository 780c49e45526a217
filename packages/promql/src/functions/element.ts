/** The value of one series at one step, made from it alone and the scalar arguments of that step. */
export type ElementFunction = (value: number, first?: number, second?: number) => number;

export const elementFunctions: ReadonlyMap<string, ElementFunction> = new Map<string, ElementFunction>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['exp', Math.exp],
  ['sqrt', Math.sqrt],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sgn', Math.sign],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['asin', Math.asin],
  ['acos', Math.acos],
  ['atan', Math.atan],
  ['sinh', Math.sinh],
  ['cosh', Math.cosh],
  ['tanh', Math.tanh],
  ['asinh', Math.asinh],
  ['acosh', Math.acosh],
  ['atanh', Math.atanh],
  ['deg', (value) => (value * 180) / Math.PI],
  ['rad', (value) => (value * Math.PI) / 180],
  ['round', (value, nearest = 1) => round(value, nearest)],
  ['clamp_min', (value, min = NaN) => larger(min, value)],
  ['clamp_max', (value, max = NaN) => smaller(max, value)],
]);

/** Of an interval that is not empty. */
export function clamp(value: number, min = NaN, max = NaN): number {
  return larger(min, smaller(max, value));
}

/** To the nearest multiple, halves up. Multiplying by the inverse keeps 0.1 steps free of trailing digits. */
function round(value: number, nearest: number): number {
  const inverse = 1 / nearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** Infinity is larger than anything, even NaN; otherwise NaN wins. */
function larger(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

function smaller(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}
