import { ApiError } from './errors.ts';
import type { Exchange, Route } from './exchange.ts';

interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route for a request. Throws not_found, or method_not_allowed with the allowed ones. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const candidates = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params ? [{ route, params }] : [];
  });
  if (candidates.length === 0) throw new ApiError('not_found', `there is nothing at ${path}`);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = candidates.find(({ route }) => route.method === wanted);
  if (found) return found;
  const allowed = candidates.map(({ route }) => route.method).join(', ');
  throw new ApiError('method_not_allowed', `${path} knows ${allowed}, not ${method}`, { headers: { allow: allowed } });
}

function paramsOf(pattern: string, path: string): Exchange['params'] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (value === undefined || value === '') return undefined;
    params[part.slice(1)] = value;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // a broken %-escape names nothing
  }
}
