import type { KeyRotation, Secret } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatDuration } from './duration.ts';

export function secretTable(secrets: readonly Secret[], style: Style): string {
  const rows = secrets.map((secret) => [
    secret.name,
    secret.version === null ? '-' : `${secret.version}`,
    stateText(secret, style),
    secret.ageSeconds === null ? '-' : formatDuration(secret.ageSeconds * 1000),
    secret.maxAgeSeconds === null ? '-' : formatDuration(secret.maxAgeSeconds * 1000),
    secret.setBy ?? '-',
    secret.usedBy.length === 0 ? '-' : secret.usedBy.join(', '),
  ]);
  return columns([['NAME', 'VERSION', 'STATE', 'AGE', 'MAX AGE', 'SET BY', 'USED BY'].map(style.dim), ...rows]);
}

function stateText({ state, source }: Secret, style: Style): string {
  switch (state) {
    case 'set':
      return style.good('set');
    case 'due':
      return style.doubtful('to be replaced');
    case 'missing':
      return style.bad('missing');
    case 'elsewhere':
      return `in ${source === 'vault' ? 'Vault' : 'Kubernetes'}`;
  }
}

export function rotationText({ masterKeyId, masterKeyFrom, masterKeyChanged, resealed }: KeyRotation): string {
  const done = `${resealed} sealed ${resealed === 1 ? 'text is' : 'texts are'} sealed anew by new keys.`;
  if (masterKeyChanged) return `${done}\nThe master key is ${masterKeyId} now; backups need it from here on.`;
  const where = masterKeyFrom === 'environment' ? 'SEAWORTHY_MASTER_KEY' : masterKeyFrom;
  return `${done}\nThe master key comes from ${where} and stays: start once with a new one and SEAWORTHY_MASTER_KEY_PREVIOUS.`;
}
