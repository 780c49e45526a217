import { expect, it } from 'vitest';
import { parseExposition } from '../metrics/testing.ts';
import { programsIn, runProgram } from '../testing.ts';

const [plain = '', express = '', fastify = ''] = programsIn('src/http/README.md');

it.each([
  ['node:http', plain],
  ['Express', express],
  ['Fastify', fastify],
])('the program for %s serves, is logged and counted, tells how it is, and stops cleanly', async (_name, program) => {
  const { child, exited, lines, ask } = await runProgram(program);
  expect((await ask('/hello?token=abc12345', { 'x-request-id': 'call-7' })).body).toBe('hello\n');
  expect((await ask('/readiness')).status).toBe(200);
  const { value } = parseExposition((await ask('/metrics')).body);
  expect(value('http_requests_total', { method: 'GET', route: '/hello', status: '200' })).toBe(1);
  const answered = lines().find((line) => line['path'] === '/hello');
  expect(answered).toMatchObject({ status: 200, route: '/hello', context: { correlationId: 'call-7' } });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(lines().at(-1)).toMatchObject({ message: 'stopped' });
});
