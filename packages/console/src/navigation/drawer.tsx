import { Modal } from '../components/modal.tsx';
import { SideBar } from './side-bar.tsx';
import './drawer.css';

/** The side bar where there is no room for it. */
export function Drawer({ onClose }: { onClose: () => void }) {
  return (
    <Modal label="Menu" className="drawer" onClose={onClose}>
      <SideBar onGo={onClose} />
    </Modal>
  );
}
