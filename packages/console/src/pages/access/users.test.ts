import { sampleUser } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { userActs } from './user-acts.ts';

const namesOf = (over: Parameters<typeof sampleUser>[0]) => userActs(sampleUser(over)).map(({ name }) => name);

it('offers to enable whoever is disabled, and to disable whoever is not', () => {
  expect(namesOf({ disabled: true })).toContain('enable');
  expect(namesOf({ disabled: true })).not.toContain('disable');
  expect(namesOf({ disabled: false })).toContain('disable');
});

it('offers to remove a second factor only where there is one, and a password is reset only where there is one', () => {
  expect(namesOf({ hasSecondFactor: false })).not.toContain('second-factor');
  expect(namesOf({ hasSecondFactor: true })).toContain('second-factor');
  const [first] = userActs(sampleUser({ hasPassword: false }));
  expect(first).toMatchObject({ name: 'reset', verb: 'New sign-in link', isDanger: false });
});

it('says before it is done what follows of each', () => {
  for (const { consequence } of userActs(sampleUser({ name: 'ben', hasSecondFactor: true }))) {
    expect(consequence).toContain('ben');
  }
});
