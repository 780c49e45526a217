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
  sendJson(exchange.response, 201, { list, ...person });
}

async function remove(exchange: Exchange, list: ListName, { gallery }: FaceRouteOptions): Promise<void> {
  const name = nameOf(exchange);
  if (!(await gallery.remove(list, name))) throw new ApiError('person_unknown', `${name} is not on the list ${list}`);
  exchange.response.writeHead(204).end();
}

function nameOf({ params, query }: Exchange): string {
  const name = cleanName(params['name'] ?? query.get('name') ?? '');
  if (name === undefined) throw new ApiError('name_missing', 'the name of the person is missing');
  return name;
}
