import type { AuditLog } from '@seaworthy/kit/audit';
import { auditEvents } from '@seaworthy/kit/audit';
import type { Gallery } from '../../gallery/gallery.ts';
import type { ListName } from '../../gallery/gallery-entry.ts';
import { LISTS } from '../../gallery/gallery-entry.ts';
import { cleanName } from '../../gallery/person-name.ts';
import type { PictureLimits } from '../../visit/press/receive.ts';
import { checkPicture } from '../../visit/press/receive.ts';
import { readBody } from '../body.ts';
import { ApiError } from '../errors.ts';
import type { Exchange, Route } from '../exchange.ts';
import { sendJson } from '../exchange.ts';

export interface FaceRouteOptions {
  readonly gallery: Gallery;
  /** Every change is written here before it is acknowledged. */
  readonly audit: Pick<AuditLog, 'append'>;
  readonly encode: (jpeg: Uint8Array) => Promise<Float32Array>;
  readonly maxPictureBytes: number;
  readonly limits: PictureLimits;
}

/** POST ?name=, GET, DELETE ?name= or /:name, on /api/faces/known and /api/faces/blacklist. */
export function faceRoutes(options: FaceRouteOptions): readonly Route[] {
  return LISTS.flatMap((list): Route[] => [
    { method: 'GET', path: `/api/faces/${list}`, handle: (exchange) => show(exchange, list, options) },
    { method: 'POST', path: `/api/faces/${list}`, handle: (exchange) => enrol(exchange, list, options) },
    { method: 'DELETE', path: `/api/faces/${list}`, handle: (exchange) => remove(exchange, list, options) },
    { method: 'DELETE', path: `/api/faces/${list}/:name`, handle: (exchange) => remove(exchange, list, options) },
  ]);
}

function show({ response }: Exchange, list: ListName, { gallery }: FaceRouteOptions): void {
  const items = gallery.people(list);
  sendJson(response, 200, { list, items, total: items.length });
}

async function enrol(exchange: Exchange, list: ListName, options: FaceRouteOptions): Promise<void> {
  const name = nameOf(exchange);
  const picture = await readBody(exchange.request, options.maxPictureBytes);
  if (picture.length === 0) throw new ApiError('picture_missing', 'there is no picture in the body');
  checkPicture(picture, options.limits);
  const encoding = await options.encode(picture);
  const person = await options.gallery.enrol(list, name, encoding);
  await record('face.enrol', exchange, { list, name }, options);
  sendJson(exchange.response, 201, { list, ...person });
}

async function remove(exchange: Exchange, list: ListName, options: FaceRouteOptions): Promise<void> {
  const name = nameOf(exchange);
  const wasThere = await options.gallery.remove(list, name);
  if (!wasThere) throw new ApiError('person_unknown', `${name} is not on the list ${list}`);
  await record('face.remove', exchange, { list, name }, options);
  exchange.response.writeHead(204).end();
}

async function record(
  action: 'face.enrol' | 'face.remove',
  { request, requestId }: Exchange,
  { list, name }: { readonly list: ListName; readonly name: string },
  { audit }: FaceRouteOptions,
): Promise<void> {
  const { remoteAddress: sourceAddress } = request.socket;
  // There is no sign-in at the door: whoever reaches the port may change who is known, and is known by the address alone.
  await auditEvents(audit).dataModification({
    actor: 'anonymous',
    action,
    resource: `${list}/${name}`,
    requestId,
    ...(sourceAddress !== undefined && { sourceAddress }),
  });
}

function nameOf({ params, query }: Exchange): string {
  const name = cleanName(params['name'] ?? query.get('name') ?? '');
  if (name === undefined) throw new ApiError('name_missing', 'the name of the person is missing');
  return name;
}
