import type { CallOutput } from '@seaworthy/api/caller';
import { useMemo } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Breakable } from '../../components/breakable.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import type { Setting, SettingGroup } from './setting-list.ts';
import { found, groupsOf, settingsOf, shortSource } from './setting-list.ts';
import './setting-groups.css';

const shown = [
  { value: 'all', name: 'Everything' },
  { value: 'set', name: 'What was set' },
] as const;

/** Every value with its source, by section; those that were set stand out from defaults. */
export function SettingGroups({ config }: { config: CallOutput<'config'> }) {
  const { q = '', show = 'all' } = useSearch();
  const setSearch = useSetSearch();
  const settings = useMemo(() => settingsOf(config), [config]);
  const matching = found(settings, q, show);
  return (
    <>
      <div className="settings-tools">
        <TextField
          label="Search settings"
          isLabelUnseen
          type="search"
          placeholder="Path, value or source"
          value={q}
          onChange={(value) => setSearch({ q: value })}
        />
        <Select
          label="Show"
          isLabelUnseen
          value={show === 'set' ? 'set' : 'all'}
          options={shown}
          onChange={(value) => setSearch({ show: value === 'all' ? undefined : value })}
        />
        <span className="soft push" role="status">
          {matching.length} of {settings.length}
        </span>
      </div>
      {matching.length === 0 ? (
        <Empty title="No setting is like that" icon="search" />
      ) : (
        groupsOf(matching).map((group) => <Group key={group.name} group={group} />)
      )}
    </>
  );
}

function Group({ group: { name, settings } }: { group: SettingGroup }) {
  const set = settings.filter(({ from }) => from !== 'default').length;
  return (
    <details className="settings-group" open>
      <summary>
        <h3>{name}</h3>
        <span className="soft">{set === 0 ? 'all by default' : `${set} of ${settings.length} set`}</span>
      </summary>
      <dl>
        {settings.map((setting) => (
          <Row key={setting.path} setting={setting} />
        ))}
      </dl>
    </details>
  );
}

function Row({ setting: { path, text, isHidden, source, from } }: { setting: Setting }) {
  return (
    <div className={`setting ${from === 'default' ? 'by-default' : ''}`}>
      <dt>
        <Breakable text={path} />
      </dt>
      <dd className="setting-value">
        {isHidden ? (
          <>
            <Icon name="lock" /> hidden
          </>
        ) : (
          text
        )}
      </dd>
      <dd className="setting-source" title={source}>
        {from === 'default' ? (
          <span className="soft">default</span>
        ) : (
          <Badge>
            <Breakable text={shortSource(source)} />
          </Badge>
        )}
      </dd>
    </div>
  );
}
