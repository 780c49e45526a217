import { Outlet } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { BehindBanner, LinkState } from '../components/link-state.tsx';
import { Skeleton, SkeletonRows } from '../components/skeleton.tsx';
import { ThemeToggle } from '../components/theme-toggle.tsx';
import { Toasts } from '../components/toast.tsx';
import { useLive } from '../live/use-live.ts';
import { useSession } from '../session/session.tsx';
import { SignOut } from '../session/sign-out.tsx';
import { Drawer } from './drawer.tsx';
import { KeyList } from './key-list.tsx';
import { Palette } from './palette.tsx';
import { Brand, SideBar } from './side-bar.tsx';
import { useKeys } from './use-keys.ts';
import './shell.css';

/** As it stands on the keyboard before one. */
const paletteKeys = navigator.platform.startsWith('Mac') ? '⌘ K' : 'Ctrl K';

type Overlay = 'palette' | 'keys' | 'drawer';

/** What stands around every page. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>();
  const isBehind = useLive(({ link }) => link.state === 'behind');
  const close = () => setOverlay(undefined);
  useKeys({ onPalette: () => setOverlay('palette'), onKeyList: () => setOverlay('keys') });
  return (
    <div className="shell">
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <div className="shell-side">
        <SideBar />
      </div>
      <div className="shell-main">
        <Bar onMenu={() => setOverlay('drawer')} onPalette={() => setOverlay('palette')} />
        {/* What is no longer certain loses its colour. */}
        <main id="page" tabIndex={-1} data-behind={isBehind}>
          <Suspense fallback={<PageToCome />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <BehindBanner />
      <Toasts />
      {overlay === 'drawer' && <Drawer onClose={close} />}
      {overlay === 'palette' && <Palette onClose={close} onKeyList={() => setOverlay('keys')} />}
      {overlay === 'keys' && <KeyList onClose={close} />}
    </div>
  );
}

function Bar({ onMenu, onPalette }: { onMenu: () => void; onPalette: () => void }) {
  const { may } = useSession();
  return (
    <header className="shell-bar">
      <div className="shell-narrow">
        <Button kind="quiet" icon="menu" label="Open the menu" onPress={onMenu}>
          {null}
        </Button>
        <Brand />
      </div>
      <button type="button" className="palette-trigger" onClick={onPalette}>
        <Icon name="search" />
        <span className="palette-trigger-words">Go to page or action</span>
        <kbd>{paletteKeys}</kbd>
      </button>
      <div className="shell-bar-end">
        {may('service:read') && <LinkState />}
        <ThemeToggle />
        <SignOut />
      </div>
    </header>
  );
}

/** A page whose code is on its way. */
function PageToCome() {
  return (
    <div className="page" aria-busy="true">
      <div className="page-head">
        <Skeleton width="12rem" height="1.75rem" />
      </div>
      <div className="card">
        <SkeletonRows rows={8} />
      </div>
    </div>
  );
}
