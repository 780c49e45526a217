import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { TextField } from '../../components/field.tsx';
import { Section } from '../../components/page.tsx';
import { PasswordForm } from '../../components/password-form.tsx';
import { SecondFactorSetup } from '../../components/second-factor-setup.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { useSession } from '../../session/session.tsx';
import { permissionGroups, permissionWords, servicePermissions } from '../../text/permissions.ts';
import { LinkToldOnce } from './told-once.tsx';
import { Roles } from './users-tab.tsx';
import './account-tab.css';

/** What everybody does with their own account. */
export function AccountTab() {
  return (
    <div className="access-columns">
      <div className="column">
        <Who />
        <SecondFactor />
      </div>
      <div className="column">
        <Password />
        <OtherDevice />
      </div>
    </div>
  );
}

/** How I sign in, as it is now: the session that the page began with may be older. */
function useAccount() {
  const { account } = useSession();
  const now = useRoute('session', {});
  return { account: now.data?.account ?? account, readAgain: now.readAgain };
}

function Who() {
  const { user, roles, permissions } = useSession();
  return (
    <Section title={user} about="signed in">
      <div className="access-body">
        <p>
          <Roles roles={roles} />
        </p>
        <details>
          <summary>What you may do ({permissions.length})</summary>
          <dl className="account-may">
            {permissionGroups.map((group) => {
              const held = group.permissions.filter((name) => permissions.includes(name));
              if (held.length === 0) return null;
              return (
                <div key={group.name}>
                  <dt>{group.name}</dt>
                  <dd>{held.map((name) => permissionWords[name]).join('; ')}</dd>
                </div>
              );
            })}
            {servicePermissions(permissions).length > 0 && (
              <div>
                <dt>Services</dt>
                <dd>{servicePermissions(permissions).join(', ')}</dd>
              </div>
            )}
          </dl>
        </details>
      </div>
    </Section>
  );
}

function Password() {
  const { user } = useSession();
  const { account, readAgain } = useAccount();
  const [times, setTimes] = useState(0);
  const done = () => {
    toast('The password is set. Your other sessions have ended.');
    setTimes(times + 1);
    readAgain();
  };
  return (
    <Section title="Password">
      <div className="access-body">
        {account?.hasPassword === false && <p className="soft">You have none yet: you sign in by a link.</p>}
        <PasswordForm key={times} user={user} hasPassword={account?.hasPassword ?? true} onDone={done} />
        <p className="soft">All your other sessions end when it changes.</p>
      </div>
    </Section>
  );
}

function SecondFactor() {
  const { account, readAgain } = useAccount();
  // While the recovery codes are shown, the factor is there already: the answer must not take them away.
  const [isSettingUp, setSettingUp] = useState(account?.hasSecondFactor === false);
  const done = () => {
    setSettingUp(false);
    readAgain();
  };
  const isThere = account?.hasSecondFactor === true && !isSettingUp;
  return (
    <Section title="Second factor">
      <div className="access-body">
        {isThere ? (
          <>
            <Mark tone="good" icon="lock" word="A code of your authenticator is asked for" />
            <GiveUp
              onDone={() => {
                setSettingUp(true);
                readAgain();
              }}
            />
          </>
        ) : (
          <SecondFactorSetup onDone={done} />
        )}
      </div>
    </Section>
  );
}

function GiveUp({ onDone }: { onDone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const [otp, setOtp] = useState('');
  const remove = useChange('removeSecondFactor', { invalidates: ['access'], onDone });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void remove.run({ body: { otp: otp.trim() } });
  };
  if (!isAsking) {
    return (
      <div>
        <Button kind="danger" onPress={() => setAsking(true)}>
          Give it up
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit}>
      <p>Without it, whoever knows the password comes in. The recovery codes count no more either.</p>
      <TextField
        label="Code of the authenticator, or a recovery code"
        autoComplete="one-time-code"
        value={otp}
        onChange={setOtp}
        autoFocus
      />
      {remove.failure && <FailureNote {...remove.failure} />}
      <span className="access-marks">
        <Button kind="danger" isSubmit isBusy={remove.isBusy} isDisabled={otp.trim().length < 6}>
          Give it up
        </Button>
        <Button onPress={() => setAsking(false)}>Cancel</Button>
      </span>
    </form>
  );
}

function OtherDevice() {
  const { user } = useSession();
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const create = useChange('createSignInLink', { onDone: setLink });
  return (
    <Section title="Another device">
      <div className="access-body">
        <p className="soft">A link signs you in there once, within ten minutes.</p>
        {create.failure && <FailureNote {...create.failure} />}
        <div>
          <Button isBusy={create.isBusy} onPress={() => void create.run({})}>
            Make a sign-in link
          </Button>
        </div>
        {link && <LinkToldOnce user={user} link={link} onClose={() => setLink(undefined)} />}
      </div>
    </Section>
  );
}
