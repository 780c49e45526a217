import type { ReactNode, SubmitEvent } from 'react';
import { useId } from 'react';
import type { Failure } from '../data/failure.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { FailureNote } from './notice.tsx';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** For tables and previews. */
  readonly isWide?: boolean;
}

/** Something to look at or fill in, over the page. */
export function Dialog({ title, children, onClose, isWide = false }: DialogProps) {
  const titleId = useId();
  return (
    <Modal labelledBy={titleId} className={`dialog ${isWide ? 'wide' : ''}`} onClose={onClose}>
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <Button kind="quiet" icon="cross" label="Close" onPress={onClose}>
          {null}
        </Button>
      </div>
      {children}
    </Modal>
  );
}

export interface FormDialogProps extends DialogProps {
  /** What the button that sends it says. */
  readonly verb: string;
  readonly isDanger?: boolean;
  readonly isBusy: boolean;
  /** False: something is missing yet. */
  readonly isWhole?: boolean;
  readonly failure: Failure | undefined;
  readonly onSubmit: () => void;
}

/** A form over the page: fields, why it was refused, and the two buttons. */
export function FormDialog({
  verb,
  isDanger = false,
  isBusy,
  isWhole = true,
  failure,
  onSubmit,
  ...o
}: FormDialogProps) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isWhole && !isBusy) onSubmit();
  };
  return (
    <Dialog title={o.title} onClose={o.onClose} isWide={o.isWide ?? false}>
      <form onSubmit={submit}>
        <div className="dialog-fields">{o.children}</div>
        {failure && <FailureNote {...failure} />}
        <div className="dialog-buttons">
          <Button onPress={o.onClose}>Cancel</Button>
          <Button kind={isDanger ? 'danger' : 'main'} isBusy={isBusy} isDisabled={!isWhole} isSubmit>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
