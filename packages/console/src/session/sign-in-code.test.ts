import { expect, it } from 'vitest';
import { codeOf } from './sign-in-code.ts';

it.each([
  ['http://127.0.0.1:7070/sign-in#swc_ab12_Xy-z', 'swc_ab12_Xy-z'],
  ['http://127.0.0.1:7070/sign-in#code=swc_1', 'swc_1'],
  ['http://127.0.0.1:7070/sign-in?code=swc_1', 'swc_1'],
  ['  swc_ab12_Xy-z\n', 'swc_ab12_Xy-z'],
  ['http://127.0.0.1:7070/sign-in', undefined],
  ['hello', undefined],
  ['', undefined],
])('%s holds %s', (text, code) => expect(codeOf(text)).toBe(code));
