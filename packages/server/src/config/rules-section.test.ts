import { expect, it } from 'vitest';
import { RulesSection, splitRules } from './rules-section.ts';

it('takes files, patterns and presets apart', () => {
  const rules = RulesSection.parse(['rules/*.yaml', 'preset:doorbell', '/etc/more.yml']);
  expect(splitRules(rules)).toEqual({ files: ['rules/*.yaml', '/etc/more.yml'], presets: ['doorbell'] });
});

it.each(['rules', 'rules.json', 'preset:nope', 'preset:nope.yaml', ''])('refuses %j', (name) => {
  expect(RulesSection.safeParse([name]).success).toBe(false);
});
