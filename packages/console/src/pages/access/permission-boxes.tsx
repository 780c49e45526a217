import { useState } from 'react';
import { Checkbox, TextField } from '../../components/field.tsx';
import { permissionGroups, permissionWords, servicePermissions } from '../../text/permissions.ts';
import './permission-boxes.css';

export interface PermissionBoxesProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Nobody gives more than they may themselves. */
  readonly mayGive: (permission: string) => boolean;
}

/** Permissions by what they are about; below, words that a service asks of its own callers. */
export function PermissionBoxes({ chosen, onChange, mayGive }: PermissionBoxesProps) {
  const set = (name: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, name] : chosen.filter((each) => each !== name));
  const others = servicePermissions(chosen);
  const setOthers = (text: string) => {
    const known = chosen.filter((name) => !others.includes(name));
    onChange([...known, ...text.split(/[\s,]+/).filter((word) => word !== '')]);
  };
  return (
    <div className="permission-boxes">
      {permissionGroups.map((group) => (
        <fieldset key={group.name} className="box-group">
          <legend>{group.name}</legend>
          {group.permissions.map((name) => (
            <Checkbox
              key={name}
              isChecked={chosen.includes(name)}
              isDisabled={!mayGive(name) && !chosen.includes(name)}
              onChange={(isOn) => set(name, isOn)}
              label={
                <span>
                  {permissionWords[name]} <code className="soft">{name}</code>
                </span>
              }
            />
          ))}
        </fieldset>
      ))}
      <OtherWords words={others} onChange={setOthers} />
    </div>
  );
}

function OtherWords({ words, onChange }: { words: readonly string[]; onChange: (text: string) => void }) {
  const [text, setText] = useState(words.join(' '));
  return (
    <TextField
      label="Words of services"
      hint="What a service asks of its own callers, by blanks: asr:view_files"
      value={text}
      isMono
      onChange={(typed) => {
        setText(typed);
        onChange(typed);
      }}
    />
  );
}
