import type { AuditEntry, Secret, Token } from '@seaworthy/api';
import { formatMoment } from '../../text/format.ts';
import type { Known, Need } from './need.ts';
import { plural } from './plural.ts';

const dayMs = 86_400_000;
const tokenDays = 14;
const certificateDays = 21;
const damageDays = 7;

export function damageNeeds(damage: readonly AuditEntry[], nowMs: number): Need[] {
  const lately = damage.filter(({ time }) => nowMs - Date.parse(time) < damageDays * dayMs);
  return lately.slice(0, 1).map(({ resource, reason, time }) => ({
    ...{ key: 'damage', tone: 'doubt', icon: 'warning' },
    what: `Damage was found in ${resource.replace(/^stores\//, 'the store of ')}`,
    toDo: `${reason ?? 'What could not be read was set aside.'} (${formatMoment(time)})`,
    ...{ to: '/audit', search: { action: 'store.damage_found' } },
  }));
}

export function certificateNeeds(own: Known['own'], nowMs: number): Need[] {
  const ends = own?.get('seaworthy_tls_certificate_expiry_timestamp_seconds');
  if (ends === undefined || ends === 0) return [];
  const days = Math.floor((ends * 1000 - nowMs) / dayMs);
  if (days >= certificateDays) return [];
  const what =
    days < 0 ? 'The TLS certificate has ended' : `The TLS certificate ends in ${plural(days, 'day', 'days')}`;
  const toDo = 'Put a new one in its place.';
  return [
    { key: 'certificate', tone: days < 3 ? 'bad' : 'doubt', icon: 'lock', what, toDo, to: '/settings/control-plane' },
  ];
}

export function tokenNeeds(tokens: readonly Token[], nowMs: number): Need[] {
  const ending = tokens
    .filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) > nowMs)
    .filter(({ expiresAt }) => Date.parse(expiresAt ?? '') - nowMs < tokenDays * dayMs)
    .sort((a, b) => ((a.expiresAt ?? '') < (b.expiresAt ?? '') ? -1 : 1));
  const [first] = ending;
  if (first?.expiresAt == null) return [];
  const what = ending.length === 1 ? `The token ${first.name} ends soon` : `${ending.length} tokens end soon`;
  const toDo = `Make a new one${first.user === null ? '' : ` for ${first.user}`} before ${formatMoment(first.expiresAt)}.`;
  return [{ key: 'tokens', tone: 'doubt', icon: 'key', what, toDo, to: '/access/tokens' }];
}

export function secretNeeds(secrets: readonly Secret[]): Need[] {
  return (['missing', 'due'] as const).flatMap((state): Need[] => {
    const names = secrets.filter((secret) => secret.state === state).map(({ name }) => name);
    if (names.length === 0) return [];
    const isMissing = state === 'missing';
    const subject = names.length === 1 ? `The secret ${names[0]}` : `${names.length} secrets`;
    const verb = names.length === 1 ? 'is' : 'are';
    return [
      {
        ...{ key: `secrets ${state}`, tone: isMissing ? 'bad' : 'doubt', icon: 'lock', to: '/access/secrets' },
        what: `${subject} ${verb} ${isMissing ? 'missing' : 'due for a new value'}`,
        toDo: `Set: ${names.slice(0, 4).join(', ')}.`,
      },
    ];
  });
}
