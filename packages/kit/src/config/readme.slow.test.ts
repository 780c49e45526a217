import { expect, it } from 'vitest';
import { outputOf, programsIn } from '../testing.ts';

const [program = ''] = programsIn('src/config/README.md');

it('the example of the README takes file and environment, says where from, and hides the secret', async () => {
  const env = { APP__PORT: '9000', DATABASE_PASSWORD: 'hunter2x9' };
  const { lines, complaints } = await outputOf(program, env, { 'app.yaml': 'drainTimeout: 5s\n' });
  expect(complaints).toBe('');
  expect(lines).toEqual([expect.stringMatching(/^5000 env APP__PORT \{"port":9000,/)]);
  expect(lines[0]).not.toContain('hunter');
});

it('the example tells what is wrong, and refuses what its check refuses', async () => {
  const { complaints } = await outputOf(program, { DEPLOYMENT_ENV: 'production' }, { 'app.yaml': 'port: 80x\n' });
  expect(complaints).toMatch(/app\.yaml:1.*port/);
  expect(complaints).toContain('Write host: db.internal.');
});
