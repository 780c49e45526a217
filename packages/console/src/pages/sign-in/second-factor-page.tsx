import { SecondFactorSetup } from '../../components/second-factor-setup.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import { SignOut } from '../../session/sign-out.tsx';
import './sign-in-page.css';

/** A role asks for a second factor: until there is one, the control plane allows nothing else. */
export function SecondFactorPage({ onDone }: { onDone: () => void }) {
  return (
    <>
      <TopBar>
        <SignOut />
      </TopBar>
      <main className="sign-in">
        <h1>Your role needs a second factor</h1>
        <SecondFactorSetup onDone={onDone} />
      </main>
    </>
  );
}
