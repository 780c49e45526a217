import type { SilencePreview } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { LabelBadge } from '../../components/badge.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { useRoute } from '../../data/query.ts';
import { AlertStateMark, SeverityBadge } from './alert-marks.tsx';
import './silence-preview.css';

const settledMs = 300;
const listed = 8;

/** What a silence with these matchers would hide now, before it is made. */
export function SilencePreviewNote({ matchers }: { matchers: readonly string[] }) {
  const settled = useSettled(matchers);
  const { data, failure } = useRoute(
    'previewSilence',
    { body: { matchers: [...settled] } },
    { isEnabled: settled.length > 0, keepsPrevious: true },
  );
  const [tone, icon, words] = wordsOf(settled, data, failure);
  return (
    <div className={`silence-preview ${tone}`}>
      <p role="status">
        <Icon name={icon} /> {words}
      </p>
      {settled.length > 0 && !failure && data !== undefined && data.count > 0 && <Muted preview={data} />}
    </div>
  );
}

type Look = readonly [tone: 'plain' | 'doubt' | 'bad', icon: IconName, words: string];

function wordsOf(
  matchers: readonly string[],
  preview: SilencePreview | undefined,
  failure: { message: string; details?: readonly { message: string }[] } | undefined,
): Look {
  if (matchers.length === 0) return ['plain', 'dash', 'Here stands what it would hide now.'];
  if (failure)
    return ['bad', 'warning', [failure.message, ...(failure.details ?? []).map(({ message }) => message)].join(' ')];
  if (preview === undefined) return ['plain', 'turn', 'Looking what it would hide now …'];
  const { count, firing, quietAlready } = preview;
  if (count === 0) return ['plain', 'dash', 'It hides nothing that fires now, only what may come.'];
  const already = quietAlready > 0 ? `; ${quietAlready} of them are quiet already` : '';
  if (count === firing && firing > 1) {
    return ['doubt', 'warning', `It hides all ${firing} alerts that fire now${already}. Is that meant?`];
  }
  return ['plain', 'mute', `It hides ${count} of ${firing} that ${firing === 1 ? 'fires' : 'fire'} now${already}:`];
}

function Muted({ preview: { muted, count } }: { preview: SilencePreview }) {
  return (
    <ul>
      {muted.slice(0, listed).map((alert) => (
        <li key={alert.fingerprint}>
          <AlertStateMark alert={alert} /> <strong>{alert.name}</strong> <SeverityBadge severity={alert.severity} />{' '}
          {Object.entries(alert.labels)
            .filter(([name]) => name !== 'alertname' && name !== 'severity')
            .map(([name, value]) => (
              <LabelBadge key={name} name={name} value={value} />
            ))}
        </li>
      ))}
      {count > listed && <li className="soft">and {count - Math.min(listed, muted.length)} more</li>}
    </ul>
  );
}

/** The matchers once somebody has stopped typing. */
function useSettled(matchers: readonly string[]): readonly string[] {
  const text = JSON.stringify(matchers);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settledMs);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(settled) as readonly string[];
}
