import { Labels } from '../labels/index.ts';
import { dropNames } from '../values/merge.ts';
import { scalarValue, vectorValue } from '../values/value.ts';
import type { CallFunction } from './call-input.ts';
import { scalarArg, vectorArg } from './call-input.ts';

/** scalar(v): the value of the only series; NaN when there is none or more than one. */
export const scalar: CallFunction = (input) => {
  const values = new Float64Array(input.timesMs.length).fill(NaN);
  const counts = new Uint32Array(values.length);
  for (const column of vectorArg(input, 0)) {
    for (let step = 0; step < values.length; step++) {
      if (!column.present[step]) continue;
      counts[step] = (counts[step] as number) + 1;
      values[step] = counts[step] === 1 ? (column.values[step] as number) : NaN;
    }
  }
  return scalarValue(values);
};

/** vector(s): one series without labels. */
export const vector: CallFunction = (input) => {
  const values = scalarArg(input, 0);
  return vectorValue([{ labels: Labels.empty, values, present: new Uint8Array(values.length).fill(1) }]);
};

export const time: CallFunction = ({ timesMs }) => scalarValue(timesMs.map((timeMs) => timeMs / 1000));

export const pi: CallFunction = ({ timesMs }) => scalarValue(new Float64Array(timesMs.length).fill(Math.PI));

/** timestamp(v) of a calculated vector: the time of evaluation. Of a selector it is the samples' (see evaluate/call.ts). */
export const timestamp: CallFunction = (input) => {
  const seconds = input.timesMs.map((timeMs) => timeMs / 1000);
  return vectorValue(dropNames(vectorArg(input, 0).map((column) => ({ ...column, values: seconds }))));
};

/** Functions of native histograms: of floats there is nothing to tell. */
export const nothing: CallFunction = () => vectorValue([]);
