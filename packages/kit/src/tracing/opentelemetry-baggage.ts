import type { Baggage, BaggageEntry } from '@opentelemetry/api';
import type { Api } from './opentelemetry-api.ts';

/** Reads a `baggage` header (W3C); what is malformed in it is left out. */
export function parseBaggage(api: Api, header: string | undefined): Baggage | undefined {
  if (header === undefined) return undefined;
  const entries: Record<string, BaggageEntry> = {};
  for (const member of header.split(',')) {
    const [pair = '', ...properties] = member.split(';');
    const [key = '', value] = pair.split('=', 2);
    if (key.trim() === '' || value === undefined) continue;
    const metadata = properties.length > 0 && api.baggageEntryMetadataFromString(properties.join(';').trim());
    entries[key.trim()] = { value: decoded(value.trim()), ...(metadata && { metadata }) };
  }
  return Object.keys(entries).length > 0 ? api.propagation.createBaggage(entries) : undefined;
}

export function baggageText(baggage: Baggage | undefined): string | undefined {
  const members = baggage?.getAllEntries().map(([key, { value, metadata }]) => {
    const properties = metadata?.toString();
    return `${key}=${encodeURIComponent(value)}${properties ? `;${properties}` : ''}`;
  });
  return members && members.length > 0 ? members.join(',') : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign stands for itself
  }
}
