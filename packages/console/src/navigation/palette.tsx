import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { matching } from './match.ts';
import type { Command } from './use-commands.ts';
import { useCommands } from './use-commands.ts';
import './palette.css';

/** Type where to go or what to do, and press Enter. (ARIA: a combobox whose list is always open.) */
export function Palette({ onClose, onKeyList }: { onClose: () => void; onKeyList: () => void }) {
  const commands = useCommands(onKeyList);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = matching(commands, typed, ({ name, aliases = '' }) => `${name} ${aliases}`);
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === undefined) run(chosen);
    else setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
  };
  return (
    <Modal label="Go to a page or do something" className="palette" onClose={onClose}>
      <div className="palette-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Page or action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen && optionId(listId, chosen)}
          aria-autocomplete="list"
          placeholder="Go to a page, or do something"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Pages and actions" className="palette-list">
        {found.map((command) => (
          <Option
            key={command.name}
            id={optionId(listId, command)}
            command={command}
            isChosen={command === chosen}
            onRun={() => run(command)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p className="palette-none soft" role="status">
          Nothing is called that.
        </p>
      )}
    </Modal>
  );
}

function optionId(listId: string, { name }: Command): string {
  return `${listId}${name.replaceAll(' ', '-')}`;
}

interface OptionProps {
  readonly id: string;
  readonly command: Command;
  readonly isChosen: boolean;
  readonly onRun: () => void;
}

function Option({ id, command: { name, icon, keys }, isChosen, onRun }: OptionProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, as ARIA has it for a combobox.
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
    <div ref={element} id={id} role="option" aria-selected={isChosen} className="palette-option" onClick={onRun}>
      <Icon name={icon} />
      {name}
      {keys !== undefined && <kbd>{keys}</kbd>}
    </div>
  );
}
