import { Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { common, HttpUrl, notBoth, Template, WatchDuration } from '../fields.ts';
import { HttpConfig } from '../http/http-config.ts';

const PagerdutyImage = z.strictObject({ src: Template, alt: Template.default(''), href: Template.default('') });
const PagerdutyLink = z.strictObject({ href: Template, text: Template.default('') });

/** Of the Events API v2; `service_key` belongs to version 1, which is not spoken. */
export const PagerdutyConfig = z
  .strictObject({
    ...common(true),
    routing_key: Secret.optional(),
    routing_key_file: Text.optional(),
    url: HttpUrl.optional(),
    http_config: HttpConfig.optional(),
    description: Template.default('{{ template "pagerduty.default.description" . }}'),
    client: Template.default('{{ template "pagerduty.default.client" . }}'),
    client_url: Template.default('{{ template "pagerduty.default.clientURL" . }}'),
    severity: Template.default('error'),
    details: z.record(z.string(), Template).default({}),
    source: Template.optional().describe('The client unless given.'),
    class: Template.default(''),
    component: Template.default(''),
    group: Template.default(''),
    images: z.array(PagerdutyImage).default([]),
    links: z.array(PagerdutyLink).default([]),
    timeout: WatchDuration.optional(),
  })
  .superRefine(notBoth('routing_key', 'routing_key_file'))
  .refine((config) => config.routing_key !== undefined || config.routing_key_file !== undefined, {
    path: ['routing_key'],
    message: 'needs routing_key or routing_key_file: the key of an Events API v2 integration',
  });
export type PagerdutyConfig = z.output<typeof PagerdutyConfig>;
