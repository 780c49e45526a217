import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, HttpUrl, notBoth, Template } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

const OpsgenieResponder = z.strictObject({
  id: Template.default(''),
  name: Template.default(''),
  username: Template.default(''),
  type: Template.default(''),
});

export const OpsgenieConfig = z
  .strictObject({
    ...common(true),
    api_key: Secret.optional(),
    api_key_file: Text.optional(),
    api_url: HttpUrl.optional(),
    http_config: HttpConfig.optional(),
    message: Template.default('{{ template "opsgenie.default.message" . }}'),
    description: Template.default('{{ template "opsgenie.default.description" . }}'),
    source: Template.default('{{ template "opsgenie.default.source" . }}'),
    details: z.record(z.string(), Template).default({}),
    responders: z.array(OpsgenieResponder).default([]),
    tags: Template.default(''),
    note: Template.default(''),
    priority: Template.default(''),
    entity: Template.default(''),
    actions: Template.default(''),
    update_alerts: z.boolean().default(false).describe('Change message and description of an alert that is open.'),
  })
  .superRefine(notBoth('api_key', 'api_key_file'));
export type OpsgenieConfig = z.output<typeof OpsgenieConfig>;
