import { z } from 'zod';
import { common, Template } from '../fields.ts';

export const ConsoleConfig = z.strictObject({
  ...common(true),
  text: Template.default('{{ template "sms.default.message" . }}'),
});
export type ConsoleConfig = z.output<typeof ConsoleConfig>;
