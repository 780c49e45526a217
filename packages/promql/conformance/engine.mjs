// For shared/promql/score.mjs: the engine as it is built.
import * as promql from '../dist/index.js';
import { adapt } from './adapter.mjs';

export const createEngine = adapt(promql);
