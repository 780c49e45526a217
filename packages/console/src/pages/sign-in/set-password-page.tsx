import { Button } from '../../components/button.tsx';
import { PasswordForm } from '../../components/password-form.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import { SignOut } from '../../session/sign-out.tsx';
import './sign-in-page.css';

export interface SetPasswordProps {
  readonly user: string;
  readonly onDone: () => void;
  /** They go on without one: the next sign-in is by a link again. */
  readonly onLater: () => void;
}

/** Who came by a link and has no password yet is asked for one: links end, and not everybody can make them. */
export function SetPasswordPage({ user, onDone, onLater }: SetPasswordProps) {
  return (
    <>
      <TopBar>
        <SignOut />
      </TopBar>
      <main className="sign-in">
        <h1>Welcome, {user}</h1>
        <p>Your link is used up. Set a password, so that you can come back without another one.</p>
        <PasswordForm user={user} hasPassword={false} onDone={onDone} />
        <Button kind="quiet" onPress={onLater}>
          Not now
        </Button>
      </main>
    </>
  );
}
