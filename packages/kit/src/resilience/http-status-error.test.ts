import { expect, it } from 'vitest';
import { HttpStatusError, requireSuccess } from './http-status-error.ts';

const nowMs = Date.UTC(2026, 10, 22, 3, 0, 0);
const errorOf = (status: number, headers: Parameters<typeof requireSuccess>[1]) => {
  try {
    requireSuccess(status, headers, nowMs);
    return undefined;
  } catch (error) {
    return error instanceof HttpStatusError ? { status: error.status, retryAfterMs: error.retryAfterMs } : error;
  }
};

it.each([
  [{ 'retry-after': '120' }, 120_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 03:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 02:00:00 GMT' }, 0],
  [new Headers({ 'Retry-After': '5' }), 5000],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': '1.5' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('Retry-After of %o is %o ms', (headers, retryAfterMs) => {
  expect(errorOf(503, headers)).toEqual({ status: 503, retryAfterMs });
});

it.each([200, 204, 301, 304])('%d is no failure', (status) => {
  expect(errorOf(status, {})).toBeUndefined();
});
