import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from './data/client-context.ts';
import { createQueries, refresh } from './data/queries.ts';
import { useRoute } from './data/query.ts';
import type { Topic } from './data/topics.ts';
import { createLive } from './live/live.ts';
import { LiveContext, useLive, useLiveSource } from './live/use-live.ts';
import { PagesContext } from './navigation/page-entry.ts';
import { pages } from './navigation/pages.ts';
import { createPageRouter } from './navigation/router.tsx';
import { ArrivingPage } from './pages/sign-in/arriving-page.tsx';
import { SecondFactorPage } from './pages/sign-in/second-factor-page.tsx';
import { SetPasswordPage } from './pages/sign-in/set-password-page.tsx';
import type { CameBy } from './pages/sign-in/sign-in-page.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import type { Session } from './session/session.tsx';
import { SessionContext } from './session/session.tsx';
import { LeaveContext, QuietContext } from './session/sign-out.tsx';

/** How a stay ended: by signing out, or because the session was over. */
type End = 'left' | 'ended';

export interface VisitProps {
  /** Undefined: the session was there already. */
  readonly cameBy: CameBy | undefined;
  /** Why the sign-in over a provider that came before did not succeed: a code. */
  readonly failed: string | undefined;
  readonly onSignedIn: (by: CameBy) => void;
}

/** One stay, with one picture of the service. What was read is forgotten with it. */
export function Visit({ cameBy, failed, onSignedIn }: VisitProps) {
  const client = useClient();
  const [end, setEnd] = useState<End>();
  const [wasIn, setWasIn] = useState(false);
  const isQuiet = useRef(false);
  const [queries, live] = useMemo(() => {
    const made = createQueries({
      onSignedOut: () => setEnd((before) => before ?? (isQuiet.current ? 'left' : 'ended')),
    });
    const onNews = (topics: readonly Topic[] | 'all') => isQuiet.current || refresh(made, topics);
    return [made, createLive(client, { now: Date.now, wait, onNews })];
  }, [client]);
  const keepQuiet = useCallback(
    (isSo: boolean) => {
      isQuiet.current = isSo;
      if (!isSo) refresh(queries, 'all');
    },
    [queries],
  );
  const leave = useCallback(() => setEnd('left'), []);
  const arrive = useCallback(() => setWasIn(true), []);
  if (end !== undefined) {
    const why = { hasEnded: end === 'ended' && wasIn, failed: wasIn ? undefined : failed };
    return <SignInPage code={undefined} {...why} onSignedIn={onSignedIn} />;
  }
  return (
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>
        <LeaveContext value={leave}>
          <QuietContext value={keepQuiet}>
            <Gate cameBy={cameBy} onArrived={arrive} onEnded={() => setEnd('ended')} />
          </QuietContext>
        </LeaveContext>
      </LiveContext>
    </QueryClientProvider>
  );
}

interface GateProps extends Pick<VisitProps, 'cameBy'> {
  readonly onArrived: () => void;
  readonly onEnded: () => void;
}

/** Whose machine it is makes links by the command line: a password would be one thing more to lose. */
const machineOwner = 'local';

/** Who is signed in is asked before anything is shown. */
function Gate({ cameBy, onArrived, onEnded }: GateProps) {
  const [mayAskPassword, setMayAskPassword] = useState(cameBy === 'link');
  const { data: session, failure, readAgain } = useRoute('session', {});
  const hasSession = session !== undefined;
  useEffect(() => {
    if (hasSession) onArrived();
  }, [hasSession, onArrived]);
  if (session === undefined) return <ArrivingPage failure={failure} onRetry={readAgain} />;
  const lacksPassword = session.account?.hasPassword === false && session.user !== machineOwner;
  if (mayAskPassword && lacksPassword) {
    return <SetPasswordPage user={session.user} onDone={readAgain} onLater={() => setMayAskPassword(false)} />;
  }
  if (session.needsSecondFactor) return <SecondFactorPage onDone={readAgain} />;
  return <Stay session={session} onEnded={onEnded} />;
}

function Stay({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const live = useLiveSource();
  const link = useLive((state) => state.link.state);
  const router = useMemo(createPageRouter, []);
  const maySee = session.permissions.includes('service:read');
  useEffect(() => {
    if (!maySee) return;
    const gone = new AbortController();
    void live.run(gone.signal);
    return () => gone.abort();
  }, [live, maySee]);
  useEffect(() => {
    if (link === 'signed_out') onEnded();
  }, [link, onEnded]);
  return (
    <SessionContext value={session}>
      <PagesContext value={pages}>
        <RouterProvider router={router} />
      </PagesContext>
    </SessionContext>
  );
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
