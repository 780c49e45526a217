import { useId } from 'react';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { useSession } from '../session/session.tsx';
import { pages } from './pages.ts';
import './key-list.css';

const everywhere = [
  ['Ctrl K', 'Go to a page or do something'],
  ['?', 'Show the keys'],
  ['Esc', 'Close what lies over the page'],
] as const;

/** The keys of every page. */
export function KeyList({ onClose }: { onClose: () => void }) {
  const { may } = useSession();
  const titleId = useId();
  const goTo = pages.flatMap(({ goKey, title, permission }) =>
    goKey !== undefined && (permission === null || may(permission)) ? [[`g ${goKey}`, title] as const] : [],
  );
  return (
    <Modal labelledBy={titleId} className="key-list" onClose={onClose}>
      <h2 id={titleId}>Keys</h2>
      <dl>
        {[...everywhere, ...goTo].map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Button onPress={onClose}>Close</Button>
    </Modal>
  );
}
