/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that carries a cookie may change anything: its page must be ours. Browsers send Sec-Fetch-Site
 * (Fetch Metadata) and Origin with every change; a change with neither did not come from our page, and is refused.
 */
export function mayChangeByCookie(request: RequestOrigin): boolean {
  if (safeMethods.has(request.method)) return true;
  if (request.secFetchSite !== undefined) return request.secFetchSite === 'same-origin';
  return request.origin !== undefined && isOwnOrigin(request.origin, request.host);
}

/** For sign-in, where no credential exists yet: nothing is asked of programs, but another site's page is refused. */
export function isForeignPage(request: RequestOrigin): boolean {
  if (request.secFetchSite !== undefined) return !['same-origin', 'none'].includes(request.secFetchSite);
  return request.origin !== undefined && !isOwnOrigin(request.origin, request.host);
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}
