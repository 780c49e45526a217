import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import './modal.css';
import './confirm.css';

export interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly verb: string;
  readonly isDanger: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** A modal question. The browser keeps the focus inside, closes it by Escape, and gives the focus back. */
export function Confirm({ title, children, verb, isDanger, onConfirm, onCancel }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="modal confirm" aria-labelledby={titleId} onClose={onCancel}>
      <h2 id={titleId}>{title}</h2>
      <div className="confirm-text">{children}</div>
      <div className="confirm-buttons">
        <Button onPress={() => dialog.current?.close()} autoFocus>
          Cancel
        </Button>
        <Button kind={isDanger ? 'danger' : 'main'} onPress={onConfirm}>
          {verb}
        </Button>
      </div>
    </dialog>
  );
}
