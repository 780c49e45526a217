import { z } from 'zod';
import { errorCodes, errors } from './errors.ts';
import type { Route } from './route.ts';
import { ErrorBody } from './route.ts';
import { routes } from './routes.ts';

/** The OpenAPI 3.1 description of every route, made from the same schemas that check the requests. */
export function openApi(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operation(name, route);
    paths[route.path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Seaworthy', version },
    paths,
    components: {
      schemas: { Error: schema(ErrorBody) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'seaworthy_session' },
      },
    },
    'x-error-codes': Object.fromEntries(errorCodes.map((code) => [code, errors[code].status])),
  };
}

function operation(name: string, route: Route): Record<string, unknown> {
  const content = { [route.stream ? 'text/event-stream' : 'application/json']: { schema: schema(route.response) } };
  return {
    operationId: name,
    summary: route.summary,
    ...(route.permission === null
      ? {}
      : { security: [{ token: [] }, { session: [] }], 'x-permission': route.permission }),
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...(route.body
      ? { requestBody: { content: { 'application/json': { schema: schema(route.body, 'input') } } } }
      : {}),
    responses: {
      [route.status ?? 200]: { description: 'Done', content },
      default: {
        description: 'Refused or failed',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function parameters(place: 'path' | 'query', object: z.ZodObject | undefined): unknown[] {
  if (!object) return [];
  return Object.entries(object.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: schema(field as z.ZodType, 'input'),
  }));
}

function schema(type: z.ZodType, io: 'input' | 'output' = 'output'): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return json;
}
