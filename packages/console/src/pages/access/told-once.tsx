import type { SignInLink } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatUntil } from '../../text/spans.ts';
import './told-once.css';

export interface ToldOnceProps {
  readonly title: string;
  readonly text: string;
  readonly copyLabel: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** What is told now and never again: a link, a token, recovery codes. */
export function ToldOnce({ title, text, copyLabel, children, onClose }: ToldOnceProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="dialog-fields">
        {children}
        <div className="told-once">
          <CommandLine>{text}</CommandLine>
          <CopyButton text={text} label={copyLabel} />
        </div>
        <p className="told-once-note">It is shown this once: copy it before you close this.</p>
      </div>
      <div className="dialog-buttons">
        <Button kind="main" onPress={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

export interface LinkToldOnceProps {
  readonly user: string;
  readonly link: SignInLink;
  readonly onClose: () => void;
}

export function LinkToldOnce({ user, link: { url, expiresAt }, onClose }: LinkToldOnceProps) {
  const now = useNow(10_000);
  return (
    <ToldOnce title={`Sign-in link for ${user}`} text={url} copyLabel="Copy the link" onClose={onClose}>
      <p>
        Give it to {user} by a way that only they read. It signs in once, and ends {formatUntil(expiresAt, now)}.
      </p>
    </ToldOnce>
  );
}
