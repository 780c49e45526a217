import { createContext, use } from 'react';
import type { ConsoleClient } from './client.ts';

export const ClientContext = createContext<ConsoleClient | undefined>(undefined);

export function useClient(): ConsoleClient {
  const client = use(ClientContext);
  if (!client) throw new Error('There is no client around this component.');
  return client;
}
