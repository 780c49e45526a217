import type { AnyRouter } from '@tanstack/react-router';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { Forbidden } from '../components/failure.tsx';
import { Page } from '../components/page.tsx';
import { useSession } from '../session/session.tsx';
import { formatSearch, parseSearch } from './address.ts';
import { BrokenPage, NoSuchPage } from './lost.tsx';
import type { PageEntry } from './page-entry.ts';
import { pages } from './pages.ts';
import { Shell } from './shell.tsx';

/** The table of pages as routes, inside the shell. */
export function createPageRouter(): AnyRouter {
  const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage });
  const routes = pages.map((page) =>
    createRoute({ getParentRoute: () => root, path: page.path, component: guarded(page) }),
  );
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch: formatSearch,
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });
}

function guarded({ permission, title, load }: PageEntry) {
  const Drawn = lazy(async () => ({ default: await load() }));
  return function GuardedPage() {
    const { may } = useSession();
    if (permission === null || may(permission)) return <Drawn />;
    return (
      <Page title={title}>
        <div className="card">
          <Forbidden permission={permission} />
        </div>
      </Page>
    );
  };
}
