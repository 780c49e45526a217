import { hints } from '@seaworthy/kit/config';
import { z } from 'zod';

/** Rules that come with the product; watch/rules/presets has a file for each. */
export const presetNames = ['asr', 'doorbell', 'scraper', 'seaworthy'] as const;
const presetMark = 'preset:';
export const presetList = presetNames.map((name) => presetMark + name).join(', ');

const RuleFileName = z
  .string()
  .regex(new RegExp(`^(?:${presetMark}(?:${presetNames.join('|')})|(?!${presetMark}).+\\.ya?ml)$`))
  .register(hints, {
    expected: `a .yaml or .yml file, whose path may have *, or ${presetNames.map((name) => presetMark + name).join(' or ')}`,
    example: 'rules/*.yaml',
  });

export const RulesSection = z.array(RuleFileName);

/** Names of files as written, and names of presets. */
export function splitRules(rules: readonly string[]): { files: readonly string[]; presets: readonly string[] } {
  const isPreset = (name: string) => name.startsWith(presetMark);
  return {
    files: rules.filter((name) => !isPreset(name)),
    presets: rules.filter(isPreset).map((name) => name.slice(presetMark.length)),
  };
}
