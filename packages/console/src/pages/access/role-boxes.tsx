import { Checkbox } from '../../components/field.tsx';
import { useRoute } from '../../data/query.ts';
import { useSession } from '../../session/session.tsx';
import './permission-boxes.css';

export interface RoleBoxesProps {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The roles that there are, with what each is for; those who may not list them choose among their own. */
export function RoleBoxes({ label, chosen, onChange }: RoleBoxesProps) {
  const { may, roles: own } = useSession();
  const roles = useRoute('roles', {}, { isEnabled: may('users:read') });
  const offered = roles.data?.items ?? own.map((name) => ({ name, description: '' }));
  const set = (name: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, name] : chosen.filter((each) => each !== name));
  return (
    <fieldset className="box-group">
      <legend>{label}</legend>
      {offered.map(({ name, description }) => (
        <Checkbox
          key={name}
          isChecked={chosen.includes(name)}
          onChange={(isOn) => set(name, isOn)}
          label={
            <span>
              {name} <span className="soft">{description}</span>
            </span>
          }
        />
      ))}
    </fieldset>
  );
}
